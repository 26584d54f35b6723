import { expect, test } from 'vitest';
import { CombinedError } from 'urql';
import { hasFailed, isEmptied, isRefused } from './reading.ts';

const error = (code: string, path?: string[]) =>
  new CombinedError({ graphQLErrors: [{ message: code, extensions: { code }, ...(path && { path }) }] });
const offline = new CombinedError({ networkError: new Error('Failed to fetch') });

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
