import { GOOD } from '@dcmms/telemetry/bridge/readings/quality.ts';
import { judge, RateLimit } from '@dcmms/telemetry/bridge/mappings/plausibility.ts';
import { assetOf, demoAssets, type DemoAsset } from '@dcmms/db/seed/assets.ts';
import { siteOf } from '@dcmms/db/seed/sites.ts';
import { demoTags } from '@dcmms/db/seed/tags.ts';
import { describe, expect, test } from 'vitest';
import { createWorld, shown } from './world.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const world = createWorld();
const measured = Map.groupBy(demoTags, (tag) => tag.asset);

function ofType(site: string, type: DemoAsset['type']): DemoAsset[] {
  return demoAssets.filter((asset) => asset.site === site && asset.type === type);
}

function value(asset: DemoAsset, suffix: string, timeMs: number): number {
  const found = world.measure(asset, timeMs)[suffix];
  if (found === undefined) throw new Error(`${asset.code} has no ${suffix}`);
  return found;
}

/** Every `stepMs` of a day. */
function day(month: number, stepMs: number): number[] {
  return Array.from({ length: (24 * hourMs) / stepMs }, (_, index) => Date.UTC(2026, month, 12) + index * stepMs);
}

describe('the readings', () => {
  test('cover every tag of the demo, within its range, in every season', () => {
    const outside: string[] = [];
    for (const month of [0, 3, 6, 9]) {
      for (const timeMs of day(month, 40 * minuteMs)) {
        for (const [asset, tags] of measured) {
          const readings = world.measure(asset, timeMs);
          for (const tag of tags) {
            const found = readings[tag.name.slice(asset.code.length + 1)] ?? Number.NaN;
            if (!(found >= tag.minValid && found <= tag.maxValid))
              outside.push(`${tag.name} ${found} at ${new Date(timeMs).toISOString()}`);
          }
        }
      }
    }
    expect(outside).toEqual([]);
  });

  test('never change faster than the tags allow, however often they are taken', () => {
    for (const stepMs of [50, 10_000]) {
      for (const [asset, tags] of measured) {
        const limited = tags.flatMap((tag) => (tag.maxRatePerS === undefined ? [] : [{ tag, rateLimit: new RateLimit(tag.maxRatePerS) }]));
        if (limited.length === 0) continue;
        for (let step = 0; step < 300; step += 1) {
          const timeMs = Date.UTC(2026, 5, 12, 10) + step * stepMs;
          const readings = world.measure(asset, timeMs);
          for (const { tag, rateLimit } of limited) {
            const found = shown(tag, readings[tag.name.slice(asset.code.length + 1)] ?? Number.NaN);
            const verdict = judge({ minValid: tag.minValid, maxValid: tag.maxValid, rateLimit }, timeMs, found, GOOD);
            expect([tag.name, verdict.quality]).toEqual([tag.name, GOOD]);
          }
        }
      }
    }
  });

  test('are a function of the instant alone: another process that asks in another order gets the same', () => {
    const instants = [0, 5, 17, 90].map((hours) => Date.UTC(2026, 7, 3, 4, 12, 7, 345) + hours * hourMs);
    const other = createWorld();
    const backwards = instants.toReversed().map((timeMs) =>
      [...measured.keys()]
        .toReversed()
        .map((asset) => other.measure(asset, timeMs))
        .toReversed(),
    );
    expect(instants.map((timeMs) => [...measured.keys()].map((asset) => world.measure(asset, timeMs)))).toEqual(backwards.toReversed());
  });

  test('are others under another seed', () => {
    const timeMs = Date.UTC(2026, 5, 12, 12);
    const turbine = assetOf('borealis', 'WTG-01');
    expect(createWorld('2').measure(turbine, timeMs)['WindSpeed']).not.toBe(world.measure(turbine, timeMs)['WindSpeed']);
  });
});

describe('the sun', () => {
  test.each(['CESTAS', 'MOSS'] as const)('is highest over %s at noon by its longitude, and gone at night', (site) => {
    const noonMs = Date.UTC(2026, 5, 21, 12) - (siteOf(site).longitude / 15) * hourMs;
    const station = assetOf('helios', site === 'CESTAS' ? 'WS-01' : 'WS-21');
    expect(value(station, 'GlobalHorizontalIrradiance', noonMs)).toBeGreaterThan(150);
    for (const inverter of ofType(site, 'inverter')) {
      expect(value(inverter, 'ActivePower', noonMs)).toBeGreaterThan(200);
      const night = world.measure(inverter, noonMs + 12 * hourMs);
      expect(night).toMatchObject({ DcPower: 0, DcCurrent: 0 });
      expect(night['ActivePower']).toBeLessThan(0);
    }
    expect(value(station, 'GlobalHorizontalIrradiance', noonMs + 12 * hourMs)).toBeLessThanOrEqual(0);
  });

  test('is throttled by inverters at what the grid takes, and by no more', () => {
    const powers = day(5, 5 * minuteMs).flatMap((timeMs) => ofType('MOSS', 'inverter').map((asset) => value(asset, 'ActivePower', timeMs)));
    expect(Math.max(...powers)).toBeGreaterThan(2_400);
    expect(Math.max(...powers)).toBeLessThanOrEqual(2_500);
  });

  test('gives less AC than DC power, and the strings’ currents add up to the inverter’s', () => {
    const timeMs = Date.UTC(2026, 5, 12, 11);
    for (const inverter of ofType('CESTAS', 'inverter')) {
      const readings = world.measure(inverter, timeMs);
      const boxes = demoAssets.filter((asset) => asset.parent === inverter && asset.type === 'combiner_box');
      const sum = boxes.reduce((total, box) => total + value(box, 'Current', timeMs), 0);
      expect(sum).toBeCloseTo(readings['DcCurrent'] ?? 0, 6);
      const efficiency = (readings['ActivePower'] ?? 0) / (readings['DcPower'] ?? 1);
      expect(efficiency).toBeGreaterThan(0.95);
      expect(efficiency).toBeLessThan(0.99);
    }
  });

  test('is expected to give what it gives, but for an inverter that lost modules and one that broke', () => {
    const sum = (codes: readonly string[], suffix: string, instants: readonly number[], of = world) =>
      instants.reduce(
        (total, timeMs) =>
          total + codes.reduce((one, code) => one + (of.measure(assetOf('helios', code), timeMs)[suffix] ?? Number.NaN), 0),
        0,
      );
    const all = ofType('MOSS', 'inverter').map(({ code }) => code);
    const winter = day(0, 10 * minuteMs);
    const share = (codes: readonly string[]) => sum(codes, 'ActivePower', winter) / sum(codes, 'ExpectedPower', winter);
    const sound = all.filter((code) => code !== 'INV-27');
    expect(share(sound)).toBeGreaterThan(0.97);
    expect(share(sound)).toBeLessThan(1.03);
    expect(share(['INV-27'])).toBeGreaterThan(0.83);
    expect(share(['INV-27'])).toBeLessThan(0.9);
    expect(sum(all, 'ExpectedPower', [Date.UTC(2026, 0, 12, 8)])).toBe(0);
  });

  test('fills counters that never fall, agree with the power and begin at nothing every midnight', () => {
    const inverter = assetOf('helios', 'INV-03');
    const stepMs = 10 * minuteMs;
    const totals = [...day(5, stepMs), ...day(5, stepMs).map((timeMs) => timeMs + 24 * hourMs)].map((timeMs) =>
      value(inverter, 'EnergyTotal', timeMs),
    );
    expect(totals).toEqual(totals.toSorted((one, other) => one - other));
    const midnightMs = Date.UTC(2026, 5, 12) - siteOf('CESTAS').utcOffsetHours * hourMs;
    const powers = day(5, stepMs).map((_, index) => Math.max(0, value(inverter, 'ActivePower', midnightMs + index * stepMs)));
    const energy = (powers.reduce((sum, power) => sum + power, 0) * stepMs) / hourMs;
    const today = value(inverter, 'EnergyToday', midnightMs + 24 * hourMs - 1_000);
    expect(today / energy).toBeGreaterThan(0.95);
    expect(today / energy).toBeLessThan(1.05);
    expect(value(inverter, 'EnergyToday', midnightMs + 1_000)).toBe(0);
  });
});

test('the battery’s charge is what its power has put in', () => {
  const battery = assetOf('helios', 'BAT-21');
  const capacityKwh = (siteOf('MOSS').storageCapacityMwh ?? 0) * 1_000;
  const stepMs = 5 * minuteMs;
  const instants = day(2, stepMs);
  for (const [index, timeMs] of instants.entries()) {
    const before = instants[index - 1];
    if (before === undefined) continue;
    const kwh = ((value(battery, 'ActivePower', timeMs) + value(battery, 'ActivePower', before)) / 2) * (stepMs / hourMs);
    const gainedKwh = ((value(battery, 'SOC', timeMs) - value(battery, 'SOC', before)) / 100) * capacityKwh;
    // Losses, pumps and the straight line between two readings.
    expect(Math.abs(gainedKwh + kwh)).toBeLessThan(0.05 * Math.abs(kwh) + 1);
  }
});

describe('a turbine', () => {
  const turbine = assetOf('borealis', 'WTG-05');
  const year = Array.from({ length: 365 * 8 }, (_, index) => world.measure(turbine, Date.UTC(2026, 0, 1) + index * 3 * hourMs));
  const at = (low: number, high: number) => {
    const found = year.filter(({ WindSpeed = 0 }) => WindSpeed >= low && WindSpeed < high);
    expect(found.length).toBeGreaterThan(20);
    return found;
  };

  test('takes a little power in a calm, and no more than it is rated for in a storm', () => {
    for (const { ActivePower = 0, RotorSpeed = 0 } of at(0, 2.9)) expect([ActivePower, RotorSpeed < 6]).toEqual([-9, true]);
    for (const { ActivePower = 0, PitchAngle = 0 } of at(14, 24)) expect([ActivePower, PitchAngle > 8]).toEqual([2_000, true]);
  });

  test('gives over a year what a good site gives: 25 to 45 percent of its rated power', () => {
    const mean = year.reduce((sum, { ActivePower = 0 }) => sum + ActivePower, 0) / year.length;
    expect(mean / 2_000).toBeGreaterThan(0.25);
    expect(mean / 2_000).toBeLessThan(0.45);
  });

  test('runs warmer under load', () => {
    const mean = (list: typeof year, name: string) => list.reduce((sum, readings) => sum + (readings[name] ?? 0), 0) / list.length;
    const [loaded, idle] = [at(10, 25), at(0, 6)];
    for (const part of [
      'GearboxBearingTemperature',
      'GeneratorBearingTemperature',
      'GeneratorPhase1Temperature',
      'TransformerPhase2Temperature',
    ]) {
      expect(mean(loaded, part) - mean(idle, part)).toBeGreaterThan(4);
    }
  });
});
