import { expect, test } from 'vitest';
import { matchesOf, wordsOf } from './search-words.ts';

test('the first word finds the asset, further ones its tags', () => {
  expect(wordsOf(' INV-07  heat sink')).toEqual({ asset: 'INV-07', rest: ['heat', 'sink'] });
  expect(wordsOf('INV-07.Heat')).toEqual({ asset: 'INV-07', rest: ['Heat'] });
  expect(wordsOf('')).toEqual({ asset: '', rest: [] });
});

test('every word must occur, in name or quantity', () => {
  const tags = [
    { name: 'INV-07.HeatsinkTemperature', metric: 'heatsink_c' },
    { name: 'INV-07.ActivePower', metric: 'active_power_kw' },
  ];
  expect(matchesOf(tags, ['heatsink', 'TEMP'])).toEqual([tags[0]]);
  expect(matchesOf(tags, [])).toEqual(tags);
  expect(matchesOf(tags, ['wind'])).toEqual([]);
});
