import { expect, it } from 'vitest';
import { between } from './between.ts';

it('Takes both ends and what is between them, either way round', () => {
  const keys = ['a', 'b', 'c', 'd', 'e'];
  expect(between(keys, 'b', 'd')).toEqual(['b', 'c', 'd']);
  expect(between(keys, 'd', 'b')).toEqual(['b', 'c', 'd']);
  expect(between(keys, 'c', 'c')).toEqual(['c']);
});

it('Takes only the row itself when none was picked before, or that one is gone', () => {
  expect(between(['a', 'b'], undefined, 'b')).toEqual(['b']);
  expect(between(['a', 'b'], 'gone', 'b')).toEqual(['b']);
});
