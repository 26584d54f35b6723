import { expect, test } from 'vitest';
import { wander, wanderPx } from './burn-in.ts';

const minutes = Array.from({ length: 2 * 17 * 23 }, (_each, minute) => wander(minute * 60_000));

test('the picture stays within its frame and uses all of it', () => {
  for (const axis of ['x', 'y'] as const) {
    const places = minutes.map((place) => place[axis]);
    expect(Math.min(...places)).toBe(-wanderPx);
    expect(Math.max(...places)).toBe(wanderPx);
    expect(new Set(places).size).toBeGreaterThanOrEqual(2 * wanderPx);
  }
});

test('it moves slowly enough that nobody sees it', () => {
  for (const [index, place] of minutes.entries()) {
    const next = minutes[index + 1] ?? place;
    expect(Math.abs(next.x - place.x)).toBeLessThanOrEqual(1);
    expect(Math.abs(next.y - place.y)).toBeLessThanOrEqual(1);
  }
});
