import { expect, test } from 'vitest';
import { expectationOf, mainFirst, mainTags } from './main-tags.ts';

const tag = (id: string, metric: string | null) => ({ id, metric });
const inverter = [
  tag('frequency', 'frequency_hz'),
  tag('power', 'active_power_kw'),
  tag('expected', 'expected_power_kw'),
  tag('dc', 'dc_voltage_v'),
  tag('heat', 'heatsink_c'),
  tag('cabinet', 'cabinet_c'),
];

test('what people look at first, each quantity once', () => {
  expect(mainTags(inverter, new Set(), 3).map(({ id }) => id)).toEqual(['power', 'heat', 'frequency']);
  const phases = [tag('a', 'winding_c'), tag('b', 'winding_c')];
  expect(mainTags(phases, new Set(), 4).map(({ id }) => id)).toEqual(['a', 'b']);
});

test('what an alarm is about comes first', () => {
  expect(mainTags(inverter, new Set(['dc']), 2).map(({ id }) => id)).toEqual(['dc', 'power']);
});

test('an expectation is no chart of its own', () => {
  expect(mainTags(inverter, new Set(), 9).map(({ id }) => id)).not.toContain('expected');
  const power = tag('power', 'active_power_kw');
  expect(expectationOf(power, inverter)?.id).toBe('expected');
  expect(expectationOf(tag('heat', 'heatsink_c'), inverter)).toBeUndefined();
});

test('unknown quantities are drawn as they come', () => {
  expect(mainTags([tag('a', null), tag('b', 'odd'), tag('c', null)], new Set(), 4).map(({ id }) => id)).toEqual(['a', 'b']);
});

test('the main quantities stand first, the rest keeps its order', () => {
  expect(
    mainFirst(inverter)
      .map(({ id }) => id)
      .slice(0, 2),
  ).toEqual(['power', 'heat']);
  expect(mainFirst([tag('b', 'odd'), tag('a', null)]).map(({ id }) => id)).toEqual(['b', 'a']);
});
