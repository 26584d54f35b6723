/** `INV-07 heatsink` or `INV-07.Heat`: the first word finds the asset, the others narrow its tags. */
export function wordsOf(text: string): { readonly asset: string; readonly rest: readonly string[] } {
  const [asset = '', ...rest] = text.trim().split(/[\s.]+/);
  return { asset, rest: rest.filter((word) => word !== '') };
}

/** The tags in whose name or quantity every word occurs, in whatever case. */
export function matchesOf<Tag extends { readonly name: string; readonly metric?: string | null | undefined }>(
  tags: readonly Tag[],
  words: readonly string[],
): Tag[] {
  const wanted = words.map((word) => word.toLowerCase());
  return tags.filter(({ name, metric }) => {
    const text = `${name} ${metric ?? ''}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
