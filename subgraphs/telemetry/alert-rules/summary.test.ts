import { expect, test } from 'vitest';
import { summaryOf } from './summary.ts';

test.each([
  [
    'samples in a row and an end of its own',
    { kind: 'threshold', tag: 'HeatsinkTemperature', operator: '>', value: 85, unit: '°C', consecutive: 3 },
    { operator: '<', value: 80, duration_s: 10 },
    'HeatsinkTemperature above 85 °C in 3 good readings in a row; clears when below 80 °C for 10 s',
  ],
  ['a duration', { metric: 'gearbox_oil_c', operator: '>=', value: 75, duration_s: 300 }, null, 'OilTemperature at or above 75 for 5 min'],
  [
    'a band',
    { kind: 'threshold', tag: 'Frequency', operator: 'outside', values: [49.8, 50.2], unit: 'Hz' },
    null,
    'Frequency outside 49.8 to 50.2 Hz',
  ],
  ['silence', { kind: 'missing_data', max_gap_s: 7_200 }, null, 'no good reading of OilTemperature for 2 h'],
  [
    'silence by the tag’s own interval',
    { kind: 'missing_data', tag: 'Soc' },
    null,
    'no good reading of Soc for three times its expected interval',
  ],
  ['a kind that nothing evaluates yet', { kind: 'rate_of_change', metric: 'vibration' }, null, 'OilTemperature: rate of change'],
  ['no tag at all', { metric: 'soc_pct', operator: 'between', values: [0, 5] }, null, 'soc_pct between 0 and 5'],
  ['rubbish', 'soon', null, 'A condition that nothing here can read.'],
])('a rule is told in words: %s', (what, condition, clearCondition, words) => {
  expect(summaryOf({ condition, clearCondition, tagPattern: what === 'no tag at all' ? null : '*.OilTemperature' })).toBe(words);
});
