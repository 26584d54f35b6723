import { expect, it } from 'vitest';
import { peopleOf } from './bulk-people.ts';

const order = (id: string, people: Record<string, number>) => ({
  __typename: 'WorkOrder' as const,
  id,
  assignees: Object.entries(people).map(([name, clashes]) => ({
    __typename: 'WorkOrderAssignee' as const,
    user: { __typename: 'User' as const, id: name.toLowerCase(), displayName: name },
    clashes: Array.from({ length: clashes }, (_, index) => ({ __typename: 'PlanClash' as const, number: `WO-${index}` })),
  })),
});

it('Who fits the most orders comes first, then who is free for the most, then by name', () => {
  const orders = [order('1', { Zoe: 0, Ann: 2, Tom: 0 }), order('2', { Zoe: 0, Ann: 0 }), { ...order('3', {}), assignees: null }];
  expect(peopleOf(orders)).toEqual([
    { id: 'zoe', name: 'Zoe', fit: 2, taken: 0 },
    { id: 'ann', name: 'Ann', fit: 2, taken: 1 },
    { id: 'tom', name: 'Tom', fit: 1, taken: 0 },
  ]);
});
