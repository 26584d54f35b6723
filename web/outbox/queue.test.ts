import { expect, test } from 'vitest';
import type { Entry, OrderSeen } from './entry.ts';
import { afterReply, faultsMax, inputOf, nextToSend, recovered, retried, unanswered, type Reply } from './queue.ts';

const seen = (version: number, fields: Record<string, unknown> = { status: 'ASSIGNED', priority: 'HIGH' }): OrderSeen => ({
  version,
  fields,
});

let made = 0;
function entry(over: Partial<Entry> = {}): Entry {
  made += 1;
  return {
    id: `entry-${made}`,
    kind: 'start',
    title: 'Start',
    workOrderId: 'order-1',
    orderNumber: undefined,
    input: { id: 'order-1', version: 3 },
    state: 'pending',
    problems: [],
    conflicts: [],
    traceId: undefined,
    createdAt: 0,
    sequence: made,
    tries: 0,
    outOfReach: false,
    person: 'tenant/person',
    seen: seen(3),
    ...over,
  };
}

const stale = (order: OrderSeen | undefined): Reply => ({
  kind: 'refused',
  problems: [{ code: 'STALE', message: 'The order has changed since.', path: ['version'] }],
  order,
});

test('writes of one order go in the order in which they were written', () => {
  const first = entry();
  const second = entry({ kind: 'complete' });
  expect(nextToSend([second, first])).toBe(first);
  expect(nextToSend([{ ...first, state: 'sending' }, second])).toBeUndefined();
});

test('an order that waits for a decision holds up no other', () => {
  const refused = entry({ state: 'failed' });
  const behind = entry();
  const other = entry({ workOrderId: 'order-2' });
  expect(nextToSend([refused, behind, other])).toBe(other);
  expect(nextToSend([{ ...refused, state: 'conflict' }, behind])).toBeUndefined();
});

test('the version follows the answers to the writes before it', () => {
  const start = entry();
  const complete = entry({ kind: 'complete', input: { id: 'order-1', version: 3, notes: 'Done' } });
  const other = entry({ workOrderId: 'order-2' });
  const left = afterReply([start, complete, other], start.id, { kind: 'done', order: seen(4, { status: 'IN_PROGRESS' }) });
  expect(left.map(({ id }) => id)).toEqual([complete.id, other.id]);
  expect(left.map(inputOf)).toEqual([
    { id: 'order-1', version: 4, notes: 'Done' },
    { id: 'order-1', version: 3 },
  ]);
});

test('tasks, comments and parts are sent without a version', () => {
  expect(inputOf(entry({ kind: 'completeTask', input: { workOrderId: 'order-1', id: 'task' } }))).toEqual({
    workOrderId: 'order-1',
    id: 'task',
  });
});

test('an answer is waited for: what nobody has answered stays where it is', () => {
  const sent = entry({ state: 'sending' });
  for (const reply of [{ kind: 'later', answered: false }, { kind: 'later', answered: true }, { kind: 'noSession' }] as const)
    expect(afterReply([sent], sent.id, reply)).toEqual([{ ...sent, state: 'pending' }]);
  expect(recovered(sent).state).toBe('pending');
});

test('a refusal is kept with its sentence until the person decides', () => {
  const sent = entry({ state: 'sending' });
  const problems = [{ code: 'NOT_ALLOWED_NOW', message: 'The permit is missing.', path: [] }] as const;
  const [failed] = afterReply([sent], sent.id, { kind: 'refused', problems, order: undefined });
  expect(failed).toMatchObject({ state: 'failed', problems });
  expect(failed && retried(failed)).toMatchObject({ state: 'pending', problems: [] });
});

test('what somebody else has changed is shown by field, and sent over it only when the person says so', () => {
  const sent = entry({ state: 'sending' });
  const [conflict] = afterReply([sent], sent.id, stale(seen(5, { status: 'ASSIGNED', priority: 'LOW' })));
  expect(conflict).toMatchObject({ state: 'conflict', conflicts: [{ field: 'priority', mine: 'HIGH', theirs: 'LOW' }] });
  expect(conflict && inputOf(retried(conflict))).toEqual({ id: 'order-1', version: 5 });
});

test('a version that moved without a field that anybody goes by is no conflict', () => {
  const sent = entry({ state: 'sending' });
  const [again] = afterReply([sent], sent.id, stale(seen(5)));
  expect(again).toMatchObject({ state: 'pending', conflicts: [] });
  expect(again && inputOf(again)).toEqual({ id: 'order-1', version: 5 });
});

test('where it is not known what the person had seen, they are asked', () => {
  const sent = entry({ state: 'sending', seen: { version: 3, fields: {} } });
  expect(afterReply([sent], sent.id, stale(seen(5)))).toMatchObject([{ state: 'conflict', conflicts: [] }]);
});

test('a fault is tried again, but not for ever', () => {
  let queue: readonly Entry[] = [entry({ state: 'sending' })];
  const id = queue[0]?.id ?? '';
  for (let tries = 1; tries < faultsMax; tries += 1) {
    queue = afterReply(queue, id, { kind: 'fault', final: false, message: 'Something broke.', traceId: 'abc' });
    expect(queue).toMatchObject([{ state: 'pending', tries }]);
  }
  expect(afterReply(queue, id, { kind: 'fault', final: false, message: 'Something broke.', traceId: 'abc' })).toMatchObject([
    { state: 'failed', traceId: 'abc' },
  ]);
});

test('a call that the gateway will never take fails at once', () => {
  const sent = entry({ state: 'sending' });
  expect(afterReply([sent], sent.id, { kind: 'fault', final: true, message: 'Unknown document.', traceId: undefined })).toMatchObject([
    { state: 'failed' },
  ]);
});

test('when nobody answers, what waits goes on without an answer; one that was refused and is sent again waits for it', () => {
  const waiting = unanswered(entry());
  expect(waiting.outOfReach).toBe(true);
  expect(unanswered(entry({ state: 'failed' })).outOfReach).toBe(false);
  expect(retried({ ...waiting, state: 'failed' }).outOfReach).toBe(false);
});
