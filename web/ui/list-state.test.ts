import { expect, it } from 'vitest';
import { formatSort, nextSort, parseSort, parseSpan } from './list-state.ts';

it('A sort in the URL is read back as it was written', () => {
  for (const text of ['priority', '-due']) {
    const sort = parseSort(text);
    expect(sort === null ? null : formatSort(sort)).toBe(text);
  }
  expect(parseSort('')).toBeNull();
  expect(parseSort('a;b')).toBeNull();
});

it('Pressing a head goes rising, falling, the list’s own', () => {
  const rising = nextSort(null, 'due');
  const falling = nextSort(rising, 'due');
  expect([rising, falling, nextSort(falling, 'due')]).toEqual([
    { field: 'due', direction: 'ASC' },
    { field: 'due', direction: 'DESC' },
    null,
  ]);
  expect(nextSort(falling, 'number')).toEqual({ field: 'number', direction: 'ASC' });
});

it('A span in the URL has two edges or is none', () => {
  expect(parseSpan('now-7d..now')).toEqual({ from: 'now-7d', to: 'now' });
  for (const text of ['', 'now-7d', '..now', 'now..', 'a..b..c']) expect(parseSpan(text)).toBeNull();
});
