/** A field that somebody else has changed while this person was at it. Values as the graph has them. */
export interface Conflict {
  readonly field: string;
  readonly mine: unknown;
  readonly theirs: unknown;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * What stands against what after STALE: the fields that are another value now than the one the person began from (`base`). `mine`
 * is what they wanted; where they wanted nothing of that field, what they saw. A field that both have changed to the same value is
 * none.
 */
export function conflictsOf(base: Values, mine: Values, theirs: Values): readonly Conflict[] {
  return Object.keys(base).flatMap((field) => {
    if (!(field in theirs) || same(base[field], theirs[field])) return [];
    const wanted = field in mine ? mine[field] : base[field];
    return same(wanted, theirs[field]) ? [] : [{ field, mine: wanted, theirs: theirs[field] }];
  });
}

/** References are compared by id, for what hangs on them is not this entity's. */
function same(one: unknown, other: unknown): boolean {
  if (one === other || (one == null && other == null)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if ('id' in one && 'id' in other) return one.id === other.id;
  return JSON.stringify(one) === JSON.stringify(other);
}
