import { integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { describe, expect, test } from 'vitest';
import { page, predicate, ranked } from './paging.ts';

const things = pgTable('things', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  size: integer('size').notNull(),
  madeAt: timestamp('made_at', { precision: 3, withTimezone: true, mode: 'date' }),
});
const columns = { name: things.name, size: things.size, made_at: things.madeAt };
const id = '019a0000-0000-7000-8000-000000000001';

describe('a cursor that this list did not give out is the caller’s mistake, not a fault of the database', () => {
  test.each([
    ['no cursor at all', 'size', 'rubbish'],
    ['nothing', 'size', ''],
    ['the cursor of another list', 'size', cursor(['others', 'size', 0, 1, id])],
    ['more than a cursor holds', 'size', cursor(['things', 'size', 0, 1, id, id])],
    ['text where the column holds a number', 'size', cursor(['things', 'size', 0, '1; drop table things', id])],
    ['a number too large for the column', 'size', cursor(['things', 'size', 0, 2 ** 31, id])],
    ['a fraction of an integer', 'size', cursor(['things', 'size', 0, 1.5, id])],
    ['a number where the column holds text', 'name', cursor(['things', 'name', 0, 1, id])],
    ['a truth value', 'name', cursor(['things', 'name', 0, true, id])],
    ['an instant that the database does not know', 'made_at', cursor(['things', 'made_at', 0, '+200000-01-01T00:00:00Z', id])],
    ['no instant', 'made_at', cursor(['things', 'made_at', 0, 'yesterday', id])],
    ['a tiebreak that is no id', 'size', cursor(['things', 'size', 0, 1, '------------------------------------'])],
    ['the cursor of another order', 'name', cursor(['things', 'size', 0, 1, id])],
    ['the cursor of the other direction', 'size', cursor(['things', 'size', 1, 1, id])],
  ])('%s', (_what, field, after) => {
    expect(() => page({ after }, { field }, columns, things.id)).toThrow('`after` is not a cursor of this list and order.');
  });
});

test('a page’s own cursor is taken back', () => {
  const first = page({ first: 1 }, { field: 'made_at' }, columns, things.id);
  const row = { id, madeAt: new Date(1_763_812_800_123) };
  const { endCursor } = first.connection([row, row], async () => 2).pageInfo;
  expect(() => page({ after: endCursor }, { field: 'made_at' }, columns, things.id)).not.toThrow();
});

describe('an order that no column holds', () => {
  const orders = { name: ranked(things.name, ['low', 'high'], (row) => Reflect.get(row, 'name')) };

  test('gives a cursor with the place of the word, and takes it back', () => {
    const { endCursor } = page({ first: 1 }, { field: 'name' }, orders, things.id).connection(
      [{ id, name: 'high' }],
      async () => 1,
    ).pageInfo;
    expect(JSON.parse(Buffer.from(endCursor ?? '', 'base64url').toString())).toEqual(['things', 'name', 0, 2, id]);
    expect(() => page({ after: endCursor }, { field: 'name' }, orders, things.id)).not.toThrow();
  });

  test('takes no cursor with anything else', () => {
    for (const value of ['high', 1.5, 2 ** 31]) {
      expect(() => page({ after: cursor(['things', 'name', 0, value, id]) }, { field: 'name' }, orders, things.id)).toThrow(
        'is not a cursor',
      );
    }
  });
});

test('a filter refuses a malformed id wherever it stands', () => {
  const asked = (where: object) => () => predicate(where, { id: things.id });
  expect(asked({ id: { eq: id } })).not.toThrow();
  for (const filter of [{ eq: 'x' }, { ne: 'x' }, { in: [id, 'x'] }]) expect(asked({ or: [{ id: filter }] })).toThrow('is not an id');
});

test('a filter is bounded as a whole, not only at each place', () => {
  const names = Array.from({ length: 190 }, (_, index) => String(index));
  const asked = (times: number) => () => predicate({ or: Array.from({ length: times }, () => ({ name: { in: names } })) }, columns);
  expect(asked(5)).not.toThrow();
  expect(asked(6)).toThrow('`where` holds more than 1000 conditions and values.');
  const wide = { or: Array.from({ length: 20 }, () => ({ and: Array.from({ length: 50 }, () => ({ size: { gt: 1 } })) })) };
  expect(() => predicate(wide, columns)).toThrow('`where` holds more than 1000 conditions and values.');
});

function cursor(parts: unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}
