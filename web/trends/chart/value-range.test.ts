import { expect, test } from 'vitest';
import { valueRange } from './value-range.ts';

test('data have air above and below', () => {
  expect(valueRange(100, 200, [])).toEqual([94, 206]);
});

test('power at night stands on zero', () => {
  expect(valueRange(0, 100, [])).toEqual([0, 106]);
  expect(valueRange(-100, 0, [])).toEqual([-106, 0]);
});

test('a constant stays in the middle', () => {
  expect(valueRange(50, 50, [])).toEqual([45, 55]);
  expect(valueRange(0, 0, [])).toEqual([-1, 1]);
});

test('a limit is shown when it is near, and left out when it would press the line flat', () => {
  const [, withNear] = valueRange(60, 80, [85]);
  expect(withNear).toBeGreaterThan(85);
  expect(valueRange(60, 80, [3000])).toEqual(valueRange(60, 80, []));
});

test('without data there are the limits, or nothing', () => {
  expect(valueRange(null, null, [])).toEqual([0, 1]);
  const [low, high] = valueRange(null, null, [80, 90]);
  expect(low).toBeLessThan(80);
  expect(high).toBeGreaterThan(90);
});

test('one limit without data lies above the middle, where the sentence is', () => {
  const [low, high] = valueRange(null, null, [85]);
  expect((85 - low) / (high - low)).toBeCloseTo(0.75);
});
