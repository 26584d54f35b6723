import { expect, test } from 'vitest';
import { arrange, tagsOf } from './arrange.ts';

const tag = (id: string, metric: string, unit: string, expectedIntervalS: number | null = 10) => ({ id, metric, unit, expectedIntervalS });

test('a solar site: inverters with what they could deliver, the battery apart, the first station that measures a thing', () => {
  const wall = arrange([
    { id: 'b', code: 'BAT-01', type: 'BATTERY', tags: [tag('soc', 'soc_pct', '%'), tag('bp', 'active_power_kw', 'kW')] },
    {
      id: 'i',
      code: 'INV-01',
      type: 'INVERTER',
      ratedPowerKw: 2500,
      tags: [tag('t', 'heatsink_c', '°C'), tag('e', 'expected_power_kw', 'kW'), tag('a', 'active_power_kw', 'kW')],
    },
    { id: 'x', code: 'INV-02', type: 'INVERTER', tags: null },
    { id: 'c', code: 'INV-01-CB-1', type: 'COMBINER_BOX', tags: [tag('cp', 'active_power_kw', 'kW')] },
    { id: 'w', code: 'WS-01', type: 'WEATHER_STATION', tags: [tag('poa', 'poa_w_m2', 'W/m²', 60)] },
    { id: 'v', code: 'WS-02', type: 'WEATHER_STATION', tags: [tag('poa2', 'poa_w_m2', 'W/m²'), tag('air', 'ambient_c', '°C', null)] },
  ]);
  expect(wall).toEqual({
    readable: true,
    units: [
      {
        id: 'i',
        code: 'INV-01',
        ratedKw: 2500,
        actual: { id: 'a', unit: 'kW', staleAfterMs: 30_000 },
        expected: { id: 'e', unit: 'kW', staleAfterMs: 30_000 },
      },
    ],
    storage: { charge: { id: 'soc', unit: '%', staleAfterMs: 30_000 }, power: { id: 'bp', unit: 'kW', staleAfterMs: 30_000 } },
    weather: [
      { metric: 'poa_w_m2', tag: { id: 'poa', unit: 'W/m²', staleAfterMs: 180_000 } },
      { metric: 'ambient_c', tag: { id: 'air', unit: '°C', staleAfterMs: 30_000 } },
    ],
  });
  expect(tagsOf(wall)).toEqual(['a', 'e', 'soc', 'bp', 'poa', 'air']);
});

test('a turbine says itself what it could deliver', () => {
  const wall = arrange([
    { id: 'w', code: 'WTG-01', type: 'TURBINE', tags: [tag('a', 'active_power_kw', 'kW', 600), tag('p', 'possible_power_kw', 'kW', 600)] },
  ]);
  expect(wall).toMatchObject({ units: [{ code: 'WTG-01', ratedKw: null, expected: { id: 'p', staleAfterMs: 1_800_000 } }], storage: null });
});

test('who may read no tag sees that, and not an empty site', () => {
  expect(arrange([{ id: 'i', code: 'INV-01', type: 'INVERTER', tags: null }])).toEqual({
    readable: false,
    units: [],
    storage: null,
    weather: [],
  });
  expect(arrange([]).readable).toBe(true);
});
