import { expect, test } from 'vitest';
import type { Problem } from '../graph/errors.ts';
import { alarmOf } from './alarm.fixture.ts';
import { acknowledgedOf } from './acknowledged.ts';

const [one, two, three] = [alarmOf({ id: '1' }), alarmOf({ id: '2' }), alarmOf({ id: '3' })];
const all = [one, two, three];

function refusedWith(...problems: readonly Problem[]) {
  return { ok: false, stale: false, problems } as const;
}

test('what the graph has done is done', () => {
  expect(acknowledgedOf(all, { ok: true, data: {} })).toEqual({ done: all, refused: [], left: [], problems: [] });
});

test('a call without an answer has acknowledged nobody, and all are left to be asked for again', () => {
  expect(acknowledgedOf(all, refusedWith())).toEqual({ done: [], refused: [], left: all, problems: [] });
  expect(acknowledgedOf([one], refusedWith())).toEqual({ done: [], refused: [], left: [one], problems: [] });
});

test('of several the refused ones are told by name, and the others are done', () => {
  const message = 'This alert is acknowledged already.';
  const answer = refusedWith({ code: 'NOT_ALLOWED_NOW', message, path: ['ids', '1'] });
  expect(acknowledgedOf(all, answer)).toEqual({ done: [one, three], refused: [{ alarm: two, message }], left: [], problems: [] });
});

test('one that somebody else took on meanwhile is refused, and nothing is left to do', () => {
  const message = 'This alert is acknowledged already.';
  const answer = refusedWith({ code: 'NOT_ALLOWED_NOW', message, path: ['id'] });
  expect(acknowledgedOf([one], answer)).toEqual({ done: [], refused: [{ alarm: one, message }], left: [], problems: [] });
});

test('a note that is refused keeps every alarm back, and is told at its field', () => {
  const problem: Problem = { code: 'INVALID', message: 'A note has at most 2,000 characters.', path: ['note'] };
  expect(acknowledgedOf(all, refusedWith(problem))).toEqual({ done: [], refused: [], left: all, problems: [problem] });
});
