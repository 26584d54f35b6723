import { expect, test } from 'vitest';
import { Ring } from './ring.ts';

const times = (ring: Ring, from?: number): readonly number[] => [...ring.window(from).times];

test('a ring holds the newest readings, in order, also when it has gone round', () => {
  const ring = new Ring(4);
  for (let at = 1; at <= 10; at += 1) ring.push(at, at * 10, 0);
  expect(times(ring)).toEqual([7, 8, 9, 10]);
  expect([...ring.window().values]).toEqual([70, 80, 90, 100]);
  expect(ring).toMatchObject({ length: 4, lastAt: 10, revision: 10 });
});

test('a window begins at an instant', () => {
  const ring = new Ring(5);
  for (const at of [10, 20, 30, 40, 50, 60, 70]) ring.push(at, at, 0);
  expect(times(ring, 45)).toEqual([50, 60, 70]);
  expect(times(ring, 50)).toEqual([50, 60, 70]);
  expect(times(ring, 71)).toEqual([]);
  expect(times(ring, 0)).toEqual([30, 40, 50, 60, 70]);
});

test('a reading that is not newer than the last is left out', () => {
  const ring = new Ring(4);
  expect([ring.push(2, 1, 0), ring.push(2, 9, 0), ring.push(1, 9, 0), ring.push(3, 2, 2)]).toEqual([true, false, false, true]);
  expect([...ring.window().qualities]).toEqual([0, 2]);
});

test('an empty ring has an empty window', () => {
  expect(times(new Ring(3))).toEqual([]);
  expect(new Ring(3).lastAt).toBe(Number.NEGATIVE_INFINITY);
});
