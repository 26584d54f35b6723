import { expect, test } from 'vitest';
import { CombinedError, createRequest, makeOperation } from 'urql';
import { hasFailed, isEmptied, isRefused, readingAfter, unread } from './reading.ts';

const request = createRequest('query Q { orders { id } }', {});
const asked = makeOperation('query', request, { url: '/graphql', requestPolicy: 'network-only' });
const cached = makeOperation('query', request, { ...asked.context, meta: { cacheOutcome: 'hit' } });

const error = (code: string, path?: string[]) =>
  new CombinedError({ graphQLErrors: [{ message: code, extensions: { code }, ...(path && { path }) }] });
const offline = new CombinedError({ networkError: new Error('Failed to fetch') });

test('what could not be read stays so until the gateway answers, whatever the cache says meanwhile', () => {
  const failed = readingAfter(unread, { operation: asked, error: offline });
  expect(failed.error).toBe(offline);
  expect(readingAfter(failed, { operation: cached })).toBe(failed);
  expect(readingAfter(failed, {})).toBe(failed);
  expect(readingAfter(failed, { operation: asked })).toEqual(unread);
});

test('a kept answer has its age until the gateway answers', () => {
  const kept = readingAfter(unread, { operation: asked, extensions: { keptAt: 7 } });
  expect(kept).toEqual({ error: undefined, keptAt: 7 });
  expect(readingAfter(kept, { operation: cached }).keptAt).toBe(7);
  expect(readingAfter(kept, { operation: asked }).keptAt).toBeUndefined();
});

test('a refusal is no failure: asking again does not help', () => {
  expect(hasFailed(undefined)).toBe(false);
  expect(hasFailed(offline)).toBe(true);
  expect(hasFailed(error('UNAVAILABLE', ['orders', 'asset']))).toBe(true);
  expect(hasFailed(error('FORBIDDEN'))).toBe(false);
  expect(isRefused(error('FORBIDDEN'))).toBe(true);
  expect(isRefused(offline)).toBe(false);
});

test('an answer all of whose fields failed is none; "there is none" is one', () => {
  expect(isEmptied({ order: null }, error('UNAVAILABLE', ['order']))).toBe(true);
  expect(isEmptied({ __typename: 'Query', order: null }, error('UNAVAILABLE', ['order']))).toBe(true);
  expect(isEmptied({ order: null }, undefined)).toBe(false);
  expect(isEmptied({ order: null }, error('BAD_USER_INPUT', ['order']))).toBe(false);
  expect(isEmptied({ order: null, site: { id: 's' } }, error('UNAVAILABLE', ['order']))).toBe(false);
  expect(isEmptied({ order: { id: 'o', asset: null } }, error('UNAVAILABLE', ['order', 'asset']))).toBe(false);
});
