import { expect, test } from 'vitest';
import { blockedOf, mayBeBlocked } from './blocked.ts';
import { orderOf } from './order.fixture.ts';

type Action = Parameters<typeof blockedOf>[0][number]['actions'][number];

function action(name: string, ...blockedBy: string[]): Action {
  return { __typename: 'WorkOrderAction', name, allowed: blockedBy.length === 0, blockedBy };
}

const now = Date.parse('2026-11-25T22:00:00Z');

test('on hold is blocked; a step that is due is blocked by what the graph says; what is not its next step does not count', () => {
  const blocked = blockedOf(
    [
      orderOf({ status: 'ON_HOLD', actions: [] }),
      orderOf({
        status: 'ASSIGNED',
        scheduledStart: '2026-11-25T22:00:00Z',
        actions: [action('startWorkOrder', 'Its permit is missing.'), action('completeWorkOrder', 'Not started.')],
      }),
      orderOf({ status: 'SUBMITTED', actions: [action('approveWorkOrder'), action('startWorkOrder', 'The order is submitted.')] }),
    ],
    now,
  );
  expect(blocked.map(({ order, blockedBy }) => [order.status, ...blockedBy])).toEqual([
    ['ON_HOLD'],
    ['ASSIGNED', 'Its permit is missing.'],
  ]);
});

test("a window that begins while the page is looked at is asked for from the day's first question on, and counts from its beginning", () => {
  const order = orderOf({
    status: 'ASSIGNED',
    scheduledStart: '2026-11-25T23:30:00Z',
    actions: [action('startWorkOrder', 'Its permit is missing.')],
  });
  expect(mayBeBlocked(now)).toEqual(mayBeBlocked(now + 3_600_000));
  expect(mayBeBlocked(now).or?.at(-1)?.scheduledStart).toEqual({ lte: '2026-11-26T00:00:00.000Z' });
  expect(blockedOf([order], now)).toEqual([]);
  expect(blockedOf([order], now + 90 * 60_000)).toHaveLength(1);
});
