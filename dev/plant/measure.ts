import type { DemoAsset } from '@dcmms/db/seed/assets.ts';
import type { AssetType } from '@dcmms/db/sites/assets.ts';

/** What an asset's instruments show at an instant (epoch milliseconds), by the tag's name after the asset's code. */
export type Measure = (timeMs: number) => Readonly<Record<string, number>>;

/** By asset id, for assets of the types that are measured. */
export function measuresOf(
  assets: readonly DemoAsset[],
  makers: Partial<Readonly<Record<AssetType, (asset: DemoAsset) => Measure | undefined>>>,
): ReadonlyMap<string, Measure> {
  const measures = new Map<string, Measure>();
  for (const asset of assets) {
    const measure = makers[asset.type]?.(asset);
    if (measure !== undefined) measures.set(asset.id, measure);
  }
  return measures;
}
