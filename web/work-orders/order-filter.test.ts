import { expect, test } from 'vitest';
import { whereOf, type OrderFilter } from './order-filter.ts';

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
