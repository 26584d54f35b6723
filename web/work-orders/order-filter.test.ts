import { expect, test } from 'vitest';
import { mayMatch, whereOf, type Filterable, type OrderFilter } from './order-filter.ts';

const everything: OrderFilter = {
  text: '',
  statuses: [],
  priorities: [],
  types: [],
  siteIds: [],
  assetId: undefined,
  assigneeIds: [],
  overdue: false,
};

test('without a filter nothing is left out', () => {
  expect(whereOf(everything)).toBeUndefined();
});

test('the text is looked for in number and title, all other filters narrow', () => {
  expect(whereOf({ ...everything, text: 'fan', statuses: ['DRAFT'], overdue: true })).toEqual({
    and: [
      { or: [{ number: { contains: 'fan' } }, { title: { contains: 'fan' } }] },
      { status: { in: ['DRAFT'] } },
      { isOverdue: { eq: true } },
    ],
  });
});

test('a change that the filter leaves out is no news to the list', () => {
  const order: Filterable = {
    number: 'WO-20261125-0001',
    title: 'Fan is loud',
    status: 'ASSIGNED',
    priority: 'HIGH',
    type: 'CORRECTIVE',
    site: { id: 's1' },
    asset: { id: 'a1' },
    assignedTo: null,
  };
  expect(mayMatch(everything, order)).toBe(true);
  expect(mayMatch({ ...everything, text: 'FAN', siteIds: ['s1', 's2'], statuses: ['ASSIGNED'] }, order)).toBe(true);
  expect(mayMatch({ ...everything, statuses: ['DRAFT'] }, order)).toBe(false);
  expect(mayMatch({ ...everything, assigneeIds: ['u1'] }, order)).toBe(false);
});
