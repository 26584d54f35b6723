import { demoSites } from '@dcmms/db/seed/sites.ts';
import type { DemoAsset } from '@dcmms/db/seed/assets.ts';
import type { DemoTag } from '@dcmms/db/seed/tags.ts';
import type { Fault } from './fault.ts';
import type { Measure } from './measure.ts';
import { solarSite } from './solar-site.ts';
import { windSite } from './wind-site.ts';

/** Processes with the same seed show the same sun and wind, so that what several of them send agrees to the digit. */
export const defaultSeed = '1';

/** The demo's plants under one sun and wind: pure functions of seed, faults and time. */
export interface World {
  /** Every reading of an asset at an instant, by the tag's name after its code. @throws When nothing is measured there. */
  measure(asset: DemoAsset, timeMs: number): Readonly<Record<string, number>>;
}

/** @param faults What is broken, has been or will be; asked at each measurement. */
export function createWorld(seed = defaultSeed, faults: () => readonly Fault[] = () => []): World {
  const measures = new Map<string, Measure>();
  for (const site of demoSites) {
    const own = site.siteType === 'wind' ? windSite(site, seed) : solarSite(site, seed, faults);
    for (const [id, measure] of own) measures.set(id, measure);
  }
  return {
    measure(asset, timeMs) {
      const measure = measures.get(asset.id);
      if (measure === undefined) throw new Error(`Nothing is measured at ${asset.code}.`);
      return measure(timeMs);
    },
  };
}

/** As fine as such an instrument shows: 612.43 kW, 49.987 Hz, 3.287 V. */
export function shown(tag: DemoTag, value: number): number {
  const scale = tag.unit === 'Hz' || tag.unit === 'kV' || tag.maxValid <= 5 ? 1_000 : 100;
  return Math.round(value * scale) / scale;
}
