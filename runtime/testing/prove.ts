import { expect } from 'vitest';
import type { Answered } from './ask.ts';
import type { Outcome } from './entry-points.ts';

/** Fails unless an answer is exactly what must come of an attempt, and nothing besides it. */
export function prove(answered: Answered, outcome: Outcome): void {
  if ('error' in outcome) {
    expect(answered.errors.map(({ code }) => code)).toEqual([outcome.error]);
    if (outcome.path) expect(answered.errors[0]?.path).toEqual(outcome.path);
    expect(hasValue(answered.data)).toBe(false);
    return;
  }
  expect(answered.errors).toEqual([]);
  if ('data' in outcome) {
    expect(answered.data).toEqual(outcome.data);
    return;
  }
  const payload = onlyField(answered.data);
  const { problems, ...entities } = payload;
  expect(problems).toEqual([expect.objectContaining({ code: outcome.problem, ...(outcome.path ? { path: outcome.path } : {}) })]);
  expect(Object.values(entities).filter((value) => value !== null)).toEqual([]);
}

function onlyField(data: unknown): Record<string, unknown> {
  if (typeof data !== 'object' || data === null) throw new Error('there is no data');
  const [field, ...others] = Object.values(data) as unknown[];
  if (typeof field !== 'object' || field === null || others.length > 0) throw new Error('the data is not one payload');
  return field as Record<string, unknown>;
}

/** Whether anything but null came: `{ item: null }` and `{ _entities: [null] }` hold nothing. */
function hasValue(data: unknown): boolean {
  if (data === null || data === undefined) return false;
  if (typeof data !== 'object') return true;
  return Object.values(data).some(hasValue);
}
