import { expect, test } from 'vitest';
import type { WorkOrdersBoardQuery } from '../gql/graphql.ts';
import { boardVariables, columnsOf, openColumn } from './board.ts';
import type { OrderRow } from './order-row.ts';

function card(id: string, status: OrderRow['status']): OrderRow {
  return {
    __typename: 'WorkOrder',
    id,
    number: id,
    title: id,
    type: 'CORRECTIVE',
    priority: 'HIGH',
    status,
    version: 1,
    holdReason: null,
    scheduledStart: null,
    scheduledEnd: null,
    dueAt: null,
    isOverdue: false,
    createdAt: '2026-11-20T00:00:00Z',
    updatedAt: '2026-11-20T00:00:00Z',
    site: null,
    asset: null,
    assignedTo: null,
  };
}

function page(totalCount: number, ...nodes: OrderRow[]) {
  return { __typename: 'WorkOrderConnection' as const, totalCount, nodes };
}

const none = page(0);
const read: WorkOrdersBoardQuery = {
  __typename: 'Query',
  draft: none,
  submitted: page(40, card('a', 'SUBMITTED'), card('b', 'APPROVED')),
  approved: page(1, card('c', 'APPROVED')),
  scheduled: none,
  assigned: none,
  inProgress: none,
  onHold: none,
  completed: none,
  verified: none,
};

test('a card stands where its order is now, and both columns count it so', () => {
  const [submitted, approved] = columnsOf(read, ['SUBMITTED', 'APPROVED']);
  expect(submitted).toMatchObject({ total: 39, cards: [{ id: 'a' }] });
  expect(approved).toMatchObject({ total: 2, cards: [{ id: 'b' }, { id: 'c' }] });
});

test('each column asks for its own state within the filter', () => {
  expect(boardVariables({ and: [{ isOverdue: { eq: true } }] }, false)).toMatchObject({
    ended: false,
    onHold: { and: [{ status: { eq: 'ON_HOLD' } }, { and: [{ isOverdue: { eq: true } }] }] },
  });
});

test('a phone opens on work that is held, then on work that goes on, then on the first state that has orders', () => {
  const column = (status: OrderRow['status'], total: number) => ({ status, cards: [], total });
  const opened = (...columns: ReturnType<typeof column>[]) => openColumn(columns)?.status;
  expect(opened(column('DRAFT', 2), column('IN_PROGRESS', 1), column('ON_HOLD', 1))).toBe('ON_HOLD');
  expect(opened(column('DRAFT', 2), column('IN_PROGRESS', 1), column('ON_HOLD', 0))).toBe('IN_PROGRESS');
  expect(opened(column('DRAFT', 0), column('SUBMITTED', 3), column('ON_HOLD', 0))).toBe('SUBMITTED');
  expect(opened(column('DRAFT', 0), column('SUBMITTED', 0))).toBe('DRAFT');
});
