/** All keys from one to another, both of them and either way round; only the other where the one is not there any more. */
export function between(keys: readonly string[], one: string | undefined, other: string): readonly string[] {
  const from = one === undefined ? -1 : keys.indexOf(one);
  const to = keys.indexOf(other);
  return from < 0 || to < 0 ? [other] : keys.slice(Math.min(from, to), Math.max(from, to) + 1);
}
