import { expect, test } from 'vitest';
import { readable } from './sentence.ts';

const now = new Date('2026-11-24T08:00:00Z');

test('an instant in a sentence is told in the time of the site, with its zone', () => {
  const sentence = 'It is too early: work can start from 2026-11-25T12:30:00.000Z on.';
  expect(readable(sentence, 'Europe/Paris', 'en', now)).toBe('It is too early: work can start from tomorrow 13:30 CET on.');
});

test('a sentence without one stays as it is', () => {
  expect(readable('Ask the plant manager.', 'UTC', 'en', now)).toBe('Ask the plant manager.');
});
