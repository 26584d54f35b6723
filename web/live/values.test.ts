import { expect, test } from 'vitest';
import { MountedTags } from './mounted.ts';
import { LiveValues, type Frame } from './values.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 10, 25, 12, 0, second)).toISOString();
const frame = (...readings: readonly (readonly [tag: string, second: number, value: number | null])[]): Frame => ({
  tagIds: readings.map(([tag]) => tag),
  timestamps: readings.map(([, second]) => at(second)),
  values: readings.map(([, , value]) => value),
  qualities: readings.map(([, , value]) => (value === null ? 'BAD' : 'GOOD')),
});

function painted() {
  const due: (() => void)[] = [];
  return { schedule: (run: () => void) => void due.push(run), due, paint: () => due.splice(0).forEach((run) => run()) };
}

test('however often a tag changes, whoever shows it is told once per painted frame', () => {
  const screen = painted();
  const values = new LiveValues(screen.schedule);
  let told = 0;
  values.subscribe('a', () => (told += 1));
  values.take(frame(['a', 1, 10], ['b', 1, 5]));
  values.take(frame(['a', 2, 11]));
  expect([told, screen.due.length]).toEqual([0, 1]);
  screen.paint();
  expect(told).toBe(1);
  expect(values.get('a')).toEqual({ value: 11, quality: 'GOOD', at: Date.parse(at(2)) });
  expect(values.get('b')).toMatchObject({ value: 5 });
});

test('whoever shows many tags is told once for all of them', () => {
  const screen = painted();
  const values = new LiveValues(screen.schedule);
  let told = 0;
  const listener = () => (told += 1);
  for (const tag of ['a', 'b', 'c']) values.subscribe(tag, listener);
  values.take(frame(['a', 1, 1], ['b', 1, 2], ['c', 1, 3]));
  screen.paint();
  expect(told).toBe(1);
});

test('an older reading does not replace a newer one, and the same one is no change', () => {
  const screen = painted();
  const values = new LiveValues(screen.schedule);
  values.subscribe('a', () => {});
  values.take(frame(['a', 5, 1]));
  screen.paint();
  const shown = values.get('a');
  values.take(frame(['a', 4, 2], ['a', 5, 1]));
  expect(screen.due).toEqual([]);
  expect(values.get('a')).toBe(shown);
});

test('a ring is filled from the moment it is asked for; no value is a gap in it', () => {
  const values = new LiveValues(() => {});
  const ring = values.ring('a');
  values.take(frame(['a', 1, 1], ['a', 2, null], ['b', 2, 3]));
  expect([...ring.window().values]).toEqual([1, Number.NaN]);
  expect(values.ring('a')).toBe(ring);
});

test('tags are counted: the last cell that goes takes its tag along', () => {
  let changes = 0;
  const tags = new MountedTags(() => (changes += 1));
  const first = tags.add('a');
  const second = tags.add('a');
  tags.add('b');
  first();
  expect([tags.followed(), changes]).toEqual([['a', 'b'], 2]);
  second();
  expect([tags.followed(), changes]).toEqual([['b'], 3]);
});

test('no more than 500 tags are followed', () => {
  const tags = new MountedTags(() => {});
  for (let tag = 0; tag < 600; tag += 1) tags.add(`tag-${tag}`);
  expect(tags.followed()).toHaveLength(500);
});
