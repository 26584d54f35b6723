import type { DemoAsset } from '@dcmms/db/seed/assets.ts';
import { randomOf } from '@dcmms/db/seed/random.ts';
import type { DemoSite } from '@dcmms/db/seed/sites.ts';
import { lagged } from './lag.ts';
import { clamp, noise, type Signal } from './noise.ts';
import type { Measure } from './measure.ts';
import { solarHour } from './sun.ts';
import type { Weather } from './weather.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Percent that the day begins and ends with; what it reaches at noon differs from day to day. */
const lowPct = 16;
const highPct = { from: 84, to: 93 };
/** Hours by the sun: charged around noon, given back in the evening peak. */
const charging = { from: 9.75, hours: 4.25 };
const discharging = { from: 18, hours: 3.5 };
const oneWayEfficiency = 0.965;
const nominalRackV = 1_331;
const cellsInSeries = 416;

export interface Storage {
  /** To the grid positive, in kW. */
  readonly acKw: Signal;
  readonly battery: Measure;
  readonly pcs: (asset: DemoAsset) => Measure;
  readonly rack: (asset: DemoAsset) => Measure;
}

/** A battery that follows the same plan every day: in closed form, so that its charge is known for any instant. */
export function storageOf(site: DemoSite, weather: Weather, seed: string, racks: number, conversions: number): Storage {
  const energyKwh = (site.storageCapacityMwh ?? 0) * 1000;
  const solarMs = (timeMs: number) => {
    const hour = solarHour(timeMs, site.longitude);
    // The day by the sun does not begin when UTC's does: take the one whose noon is nearest.
    const day = Math.round((timeMs - (hour - 12) * hourMs) / dayMs - 0.5);
    return { hour, day };
  };
  const highOf = (day: number) => highPct.from + (highPct.to - highPct.from) * randomOf(`${seed}/${site.code}/soc/${day}`).next();
  const high = remembered(highOf);
  const socPct = (timeMs: number) => {
    const { hour, day } = solarMs(timeMs);
    const charged = ease((hour - charging.from) / charging.hours) - ease((hour - discharging.from) / discharging.hours);
    return lowPct + (high(day) - lowPct) * charged;
  };
  /** Of the racks together, discharging positive. */
  const dcKw = (timeMs: number) => {
    const { hour, day } = solarMs(timeMs);
    const perHour =
      easing((hour - discharging.from) / discharging.hours) / discharging.hours -
      easing((hour - charging.from) / charging.hours) / charging.hours;
    return ((high(day) - lowPct) / 100) * energyKwh * perHour;
  };
  // Pumps and controls take a little all the time.
  const acKw = (timeMs: number) => {
    const power = dcKw(timeMs);
    return power * (power > 0 ? oneWayEfficiency : 1 / oneWayEfficiency) - 1.5 * conversions;
  };
  const currentA = (timeMs: number) => (dcKw(timeMs) * 1000) / racks / nominalRackV;
  const heat = lagged((timeMs) => Math.abs(currentA(timeMs)), 25 * 60_000);

  return {
    acKw,
    battery: (timeMs) => ({
      SOC: socPct(timeMs),
      // Two percent in the first year, then one a year.
      SOH: 97.4 - (timeMs - Date.UTC(2026, 0, 1)) / (365 * dayMs),
      ActivePower: acKw(timeMs),
    }),
    pcs(asset) {
      const reactive = noise(`${seed}/${asset.code}/var`, 700_000);
      const warm = lagged((timeMs) => Math.abs(acKw(timeMs)) / conversions / (asset.ratedPowerKw ?? 1), 5 * 60_000);
      return (timeMs) => ({
        ActivePower: acKw(timeMs) / conversions,
        ReactivePower: 25 * reactive(timeMs),
        DcVoltage: cellsInSeries * cellV(socPct(timeMs), currentA(timeMs)),
        HeatsinkTemperature: weather.ambientC(timeMs) + 4 + 55 * warm(timeMs),
      });
    },
    rack(asset) {
      const random = randomOf(`${seed}/${asset.code}`);
      const offsetPct = 1.2 * (random.next() - 0.5);
      const share = 0.99 + 0.02 * random.next();
      const spreadV = 0.006 + 0.008 * random.next();
      const warmerC = 1.5 * random.next();
      const wander = noise(`${seed}/${asset.code}/cell`, 600_000);
      return (timeMs) => {
        const soc = clamp(socPct(timeMs) + offsetPct, 0, 100);
        const current = currentA(timeMs) * share;
        const cell = cellV(soc, current);
        return {
          SOC: soc,
          Voltage: cellsInSeries * cell,
          Current: current,
          // The coolant is held at 22 °C; the surroundings come through a little.
          MaxCellTemperature: 22 + warmerC + 0.1 * (weather.ambientC(timeMs) - 15) + 0.075 * heat(timeMs) + 0.3 * wander(timeMs),
          MinCellVoltage: cell - spreadV,
          MaxCellVoltage: cell + spreadV,
        };
      };
    },
  };
}

/** From 0 to 1 between 0 and 1, and how fast: Perlin's quintic and its derivative. */
function ease(way: number): number {
  const x = clamp(way, 0, 1);
  return x * x * x * (x * (x * 6 - 15) + 10);
}

function easing(way: number): number {
  const x = clamp(way, 0, 1);
  return 30 * x * x * (x - 1) * (x - 1);
}

/** Voltage of an LFP cell: flat between a knee at each end, less what its resistance takes; a positive current discharges. */
function cellV(socPct: number, currentA: number): number {
  const open = 3.29 + 0.0006 * (socPct - 50) - 0.35 * Math.exp(-socPct / 7) + 0.06 * Math.exp((socPct - 100) / 4);
  return open - currentA * 0.00025;
}

/** The value of the day that was asked for last; a day's is asked for thousands of times. */
function remembered(of: (day: number) => number): (day: number) => number {
  let [known, value] = [Number.NaN, 0];
  return (day) => {
    if (day !== known) [known, value] = [day, of(day)];
    return value;
  };
}
