import { expect, test } from 'vitest';
import { isBeyond, validRange } from './held-against.ts';

const say = {
  between: (min: string, max: string) => `${min} to ${max}`,
  above: (min: string) => `from ${min}`,
  below: (max: string) => `up to ${max}`,
};

test('a valid range has its unit, and a huge bound is told in short', () => {
  expect(validRange({ minValid: -40, maxValid: 150, unit: '°C' }, 'en', say)).toBe('−40 to 150 °C');
  expect(validRange({ minValid: 0, maxValid: 1e9, unit: 'kWh' }, 'en', say)).toBe('0 to 1bn kWh');
  expect(validRange({ minValid: 0.5, maxValid: null, unit: null }, 'en', say)).toBe('from 0.5');
  expect(validRange({ minValid: null, maxValid: 70, unit: 'Hz' }, 'en', say)).toBe('up to 70 Hz');
  expect(validRange({ minValid: null, maxValid: null, unit: 'Hz' }, 'en', say)).toBeNull();
});

test('a value stands out on the side of the limit where the rule alarms', () => {
  expect(isBeyond(86, '>', 85)).toBe(true);
  expect(isBeyond(85, '>', 85)).toBe(false);
  expect(isBeyond(85, '>=', 85)).toBe(true);
  expect(isBeyond(99, '<', 100)).toBe(true);
  expect(isBeyond(99, 'between', 100)).toBe(false);
});
