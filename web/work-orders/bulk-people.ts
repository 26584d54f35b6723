import type { ChosenPeople } from './bulk-queries.ts';

export interface BulkPerson {
  readonly id: string;
  readonly name: string;
  /** How many of the orders they could be given. */
  readonly fit: number;
  /** For how many of those they are planned for something else in the same window. */
  readonly taken: number;
}

/** Everybody who could be given some of the orders: first who could be given the most of them, then who is free for the most. */
export function peopleOf(orders: readonly ChosenPeople[]): readonly BulkPerson[] {
  const people = new Map<string, BulkPerson>();
  for (const { user, clashes } of orders.flatMap(({ assignees }) => assignees ?? [])) {
    const before = people.get(user.id) ?? { id: user.id, name: user.displayName, fit: 0, taken: 0 };
    people.set(user.id, { ...before, fit: before.fit + 1, taken: before.taken + ((clashes?.length ?? 0) > 0 ? 1 : 0) });
  }
  return [...people.values()].toSorted((a, b) => b.fit - a.fit || a.taken - b.taken || a.name.localeCompare(b.name));
}
