import type { DemoAsset } from '@dcmms/db/seed/assets.ts';
import type { DemoSite } from '@dcmms/db/seed/sites.ts';
import { z } from 'zod';

const metadata = z.object({
  capacity: z.object({ grid_mw: z.number(), dc_mwp: z.number().default(0) }),
  grid: z.object({ voltage_kv: z.number() }),
});

/** What the seed says of a site's electricity. */
export interface SiteFacts {
  /** What may be fed into the grid. */
  readonly gridLimitKw: number;
  /** Peak power of all modules. */
  readonly modulesKwp: number;
  readonly gridKv: number;
}

export function factsOf(site: DemoSite): SiteFacts {
  const { capacity, grid } = metadata.parse(site.metadata);
  return { gridLimitKw: capacity.grid_mw * 1000, modulesKwp: capacity.dc_mwp * 1000, gridKv: grid.voltage_kv };
}

const metresPerDegree = 111_320;

/** Metres east and north of the site's corner. */
export function placeOf(asset: DemoAsset, site: DemoSite): { readonly east: number; readonly north: number } {
  const north = (asset.latitude - site.latitude) * metresPerDegree;
  return { north, east: (asset.longitude - site.longitude) * metresPerDegree * Math.cos((site.latitude * Math.PI) / 180) };
}
