import { expect, test } from 'vitest';
import { stockNote, type StockSearch } from './stock-note.ts';

const small: StockSearch = { kept: 40, total: 40, text: 'fan', others: 'asking', offered: 2 };
const large: StockSearch = { ...small, kept: 100, total: 240 };

test('of a store that was read as a whole, none is none', () => {
  expect(stockNote(small)).toBeUndefined();
  expect(stockNote({ ...small, offered: 0 })).toMatchObject({ name: 'partNone' });
});

test('of a larger one it is said that these are the first', () => {
  expect(stockNote({ ...large, text: '' })).toEqual({ name: 'partFirst', shown: 100, total: 240 });
});

test('none is said of a larger one when the graph has searched it all, not before', () => {
  expect(stockNote({ ...large, offered: 0 })).toBeUndefined();
  expect(stockNote({ ...large, offered: 0, others: { read: 0, total: 0 } })).toMatchObject({ name: 'partNone' });
  expect(stockNote({ ...large, others: { read: 100, total: 130 } })).toEqual({ name: 'partFirst', shown: 100, total: 130 });
});

test('without a connection it is said what was searched', () => {
  expect(stockNote({ ...large, others: 'failed' })).toEqual({ name: 'partOnlyFirst', shown: 100, total: 240 });
  expect(stockNote({ ...large, others: 'failed', offered: 0 })).toMatchObject({ name: 'partNoneOfFirst', shown: 100, total: 240 });
});
