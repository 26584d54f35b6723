import { expect, test } from 'vitest';
import type { OrderAction } from './order-full.ts';
import { hasReached, heldBack, may, stepTo, stepsOf } from './steps.ts';

function action(name: string, to: OrderAction['to'], blockedBy: string[] = []): OrderAction {
  return { __typename: 'WorkOrderAction', name, to, needsReason: false, allowed: blockedBy.length === 0, blockedBy };
}

const submitted = [
  action('approveWorkOrder', 'APPROVED'),
  action('rejectWorkOrder', 'DRAFT'),
  action('scheduleWorkOrder', 'SCHEDULED', ['The order is submitted.']),
  action('closeWorkOrder', 'CLOSED', ['The order is submitted.']),
  action('cancelWorkOrder', 'CANCELLED'),
  action('addComment', null),
];

test('the usual next step is the nearest state ahead; the way back and the end stand beside it', () => {
  const { next, others, blocked } = stepsOf('SUBMITTED', submitted);
  expect(next?.name).toBe('approveWorkOrder');
  expect(others.map(({ name }) => name)).toEqual(['rejectWorkOrder', 'cancelWorkOrder']);
  expect(blocked.map(({ name }) => name)).toEqual(['scheduleWorkOrder', 'closeWorkOrder']);
});

test('work goes on to its completion, not to a hold; held work goes on to work', () => {
  const atWork = [action('holdWorkOrder', 'ON_HOLD'), action('completeWorkOrder', 'COMPLETED')];
  expect(stepsOf('IN_PROGRESS', atWork).next?.name).toBe('completeWorkOrder');
  const held = [action('resumeWorkOrder', 'IN_PROGRESS'), action('cancelWorkOrder', 'CANCELLED')];
  expect(stepsOf('ON_HOLD', held).next?.name).toBe('resumeWorkOrder');
});

test('when nothing ahead is allowed, the nearest blocked step is next and says why', () => {
  const early = [
    action('holdWorkOrder', 'ON_HOLD', ['Not yet.']),
    action('startWorkOrder', 'IN_PROGRESS', ['It is too early.']),
    action('completeWorkOrder', 'COMPLETED', ['Not yet.']),
  ];
  expect(stepsOf('ASSIGNED', early).next).toMatchObject({ name: 'startWorkOrder', blockedBy: ['It is too early.'] });
});

test('a column takes what an allowed step leads to; a blocked one says why not; another has no step', () => {
  expect(stepTo(submitted, 'APPROVED')).toMatchObject({ name: 'approveWorkOrder', allowed: true });
  expect(stepTo(submitted, 'CLOSED')).toMatchObject({ allowed: false, blockedBy: ['The order is submitted.'] });
  expect(stepTo(submitted, 'IN_PROGRESS')).toBeUndefined();
});

test('what the console does not know how to ask for is not offered', () => {
  expect(stepsOf('DRAFT', [action('teleportWorkOrder', 'CLOSED')])).toEqual({ next: undefined, others: [], blocked: [] });
  expect(may(submitted, 'addComment')).toBe(true);
  expect(may(submitted, 'updateWorkOrder')).toBe(false);
});

test('held work has begun', () => {
  expect(hasReached('ON_HOLD', 'ASSIGNED')).toBe(true);
  expect(hasReached('ON_HOLD', 'IN_PROGRESS')).toBe(false);
  expect(hasReached('COMPLETED', 'IN_PROGRESS')).toBe(true);
});

test('behind a change that was refused no step of work is offered, and it says why; what others decide is', () => {
  const assigned = [action('startWorkOrder', 'IN_PROGRESS'), action('unassignWorkOrder', 'SCHEDULED')];
  const { next, others } = stepsOf('ASSIGNED', heldBack(assigned, ['Decide first.']));
  expect(next).toMatchObject({ name: 'startWorkOrder', allowed: false, blockedBy: ['Decide first.'] });
  expect(others.map(({ name }) => name)).toEqual(['unassignWorkOrder']);
  expect(heldBack(assigned, [])).toBe(assigned);
});
