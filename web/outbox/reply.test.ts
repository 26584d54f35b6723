import { CombinedError } from 'urql';
import { expect, test } from 'vitest';
import { orderIn, replyOf } from './reply.ts';

const refused = (code: string, extra: Record<string, unknown> = {}) =>
  new CombinedError({ graphQLErrors: [{ message: 'No', extensions: { code, ...extra } }] });
const network = (status?: number) =>
  new CombinedError({
    networkError: new Error('Failed to fetch'),
    response: status === undefined ? undefined : new Response('', { status }),
  });

test('without an answer, or not now: later', () => {
  for (const error of [network(), network(502)]) expect(replyOf({ data: undefined, error })).toEqual({ kind: 'later', answered: false });
  for (const error of [network(429), refused('UNAVAILABLE'), refused('TIMEOUT'), refused('RATE_LIMITED')])
    expect(replyOf({ data: undefined, error })).toEqual({ kind: 'later', answered: true });
});

test('a session that has ended is no failure of the write', () => {
  expect(replyOf({ data: undefined, error: refused('UNAUTHENTICATED') })).toEqual({ kind: 'noSession' });
});

test('a fault may pass; a document or an input that is not taken does not', () => {
  expect(replyOf({ data: null, error: refused('INTERNAL', { traceId: 'abc' }) })).toMatchObject({
    kind: 'fault',
    final: false,
    traceId: 'abc',
  });
  expect(replyOf({ data: undefined, error: refused('BAD_USER_INPUT') })).toMatchObject({ kind: 'fault', final: true });
  expect(replyOf({ data: undefined, error: network(413) })).toMatchObject({ kind: 'fault', final: true });
});

test('a document of another build is sent again by the page that is loaded next', () => {
  const error = new CombinedError({
    graphQLErrors: [{ message: 'Unknown document: load the page again.', extensions: { code: 'BAD_USER_INPUT' } }],
  });
  expect(replyOf({ data: undefined, error })).toEqual({ kind: 'later', answered: true });
});

test('problems are the graph’s no, with the order as it is', () => {
  const problems = [{ code: 'STALE', message: 'Changed', path: ['version'] }];
  const data = { startWorkOrder: { problems, workOrder: { id: 'o', version: 7, status: 'ON_HOLD', cost: 1 } } };
  expect(replyOf({ data })).toEqual({ kind: 'refused', problems, order: { version: 7, fields: { status: 'ON_HOLD' } } });
});

test('it was done, also when something around it could not be read', () => {
  const data = { startWorkOrder: { problems: [], workOrder: { version: 4, status: 'IN_PROGRESS', asset: null } } };
  expect(replyOf({ data, error: refused('UNAVAILABLE') })).toMatchObject({ kind: 'done', order: { version: 4 } });
  expect(replyOf({ data: { startWorkOrder: null }, error: refused('INTERNAL') })).toMatchObject({ kind: 'fault' });
});

test('done, with the order that those behind it go on from', () => {
  const data = { completeTask: { task: { id: 't' }, problems: [], workOrder: { version: 4, status: 'IN_PROGRESS' } } };
  expect(replyOf({ data })).toEqual({ kind: 'done', order: { version: 4, fields: { status: 'IN_PROGRESS' } } });
  expect(orderIn({ adjustStock: { problems: [] } })).toBeUndefined();
});
