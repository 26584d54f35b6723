import { expect, test } from 'vitest';
import { tellLevel, thresholdsOf } from './thresholds.ts';

test('a rule over a level has one threshold, one outside two levels has two', () => {
  expect(thresholdsOf({ kind: 'threshold', metric: 'heatsink_c', operator: '>', value: 85, unit: '°C' })).toEqual([
    { operator: '>', value: 85 },
  ]);
  expect(thresholdsOf({ operator: 'outside', values: [49.5, 50.5] })).toEqual([
    { operator: '<', value: 49.5 },
    { operator: '>', value: 50.5 },
  ]);
});

test('silence, a list, and what nobody can read have none', () => {
  expect(thresholdsOf({ kind: 'missing_data', max_gap_s: 900 })).toEqual([]);
  expect(thresholdsOf({ operator: 'in', values: [1, 2, 3] })).toEqual([]);
  expect(thresholdsOf('soon')).toEqual([]);
});

test('a level is told as it was set, with its unit', () => {
  expect(tellLevel(85, '°C', 'en')).toBe('85 °C');
  expect(tellLevel(-0.25, 'kW', 'de')).toBe('−0,25 kW');
  expect(tellLevel(1500, null, 'en')).toBe('1,500');
});
