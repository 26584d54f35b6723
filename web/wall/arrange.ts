/** A measured quantity as the wall shows it. */
export interface WallTag {
  readonly id: string;
  readonly unit: string;
  /** After this the value is old: three times the interval at which a reading is expected. */
  readonly staleAfterMs: number;
}

/** Something that makes power: an inverter, a turbine. */
export interface WallUnit {
  readonly id: string;
  readonly code: string;
  readonly ratedKw: number | null;
  readonly actual: WallTag;
  /** What it could deliver now; null where nothing tells. */
  readonly expected: WallTag | null;
}

/** What a site's wall shows. */
export interface Wall {
  /** False when the viewer may read no tag: what is missing is not missing at the site. */
  readonly readable: boolean;
  readonly units: readonly WallUnit[];
  readonly storage: { readonly charge: WallTag | null; readonly power: WallTag | null } | null;
  readonly weather: readonly { readonly metric: WeatherMetric; readonly tag: WallTag }[];
}

export type WeatherMetric = (typeof weatherMetrics)[number];

/** What the graph tells of an asset. */
export interface MeasuredAsset {
  readonly id: string;
  readonly code: string;
  readonly type: string;
  readonly ratedPowerKw?: number | null | undefined;
  readonly tags?: readonly MeasuredTag[] | null | undefined;
}

interface MeasuredTag {
  readonly id: string;
  readonly metric?: string | null | undefined;
  readonly unit?: string | null | undefined;
  readonly expectedIntervalS?: number | null | undefined;
}

/** Makers of power. Batteries only move it: they have a place of their own. */
const makers = new Set(['INVERTER', 'TURBINE']);
const actualMetric = 'active_power_kw';
/** Computed from the weather, or told by the machine itself. */
const expectedMetrics = ['expected_power_kw', 'possible_power_kw'];
const weatherMetrics = ['poa_w_m2', 'wind_speed_ms', 'ambient_c'] as const;
const intervalDefaultS = 10;

/** Finds out of a site's assets what stands on its wall, in the order of the assets. */
export function arrange(assets: readonly MeasuredAsset[]): Wall {
  const readable = assets.length === 0 || assets.some(({ tags }) => tags != null);
  return { readable, units: assets.flatMap(unitOf), storage: storageOf(assets), weather: weatherOf(assets) };
}

/** Ids of all tags of a wall, for one subscription. */
export function tagsOf({ units, storage, weather }: Wall): string[] {
  return [
    ...units.flatMap(({ actual, expected }) => [actual, expected]),
    storage?.charge,
    storage?.power,
    ...weather.map(({ tag }) => tag),
  ].flatMap((tag) => (tag ? [tag.id] : []));
}

function unitOf(asset: MeasuredAsset): WallUnit[] {
  if (!makers.has(asset.type)) return [];
  const actual = tagOf(asset, actualMetric);
  if (actual === null) return [];
  const expected = expectedMetrics.map((metric) => tagOf(asset, metric)).find((tag) => tag !== null) ?? null;
  return [{ id: asset.id, code: asset.code, ratedKw: asset.ratedPowerKw ?? null, actual, expected }];
}

function storageOf(assets: readonly MeasuredAsset[]): Wall['storage'] {
  const battery = assets.find(({ type }) => type === 'BATTERY');
  if (battery === undefined) return null;
  const found = { charge: tagOf(battery, 'soc_pct'), power: tagOf(battery, actualMetric) };
  return found.charge === null && found.power === null ? null : found;
}

function weatherOf(assets: readonly MeasuredAsset[]): Wall['weather'] {
  const stations = assets.filter(({ type }) => type === 'WEATHER_STATION');
  return weatherMetrics.flatMap((metric) => {
    const tag = stations.map((station) => tagOf(station, metric)).find((found) => found !== null);
    return tag ? [{ metric, tag }] : [];
  });
}

function tagOf(asset: MeasuredAsset, metric: string): WallTag | null {
  const tag = asset.tags?.find((candidate) => candidate.metric === metric);
  if (tag === undefined) return null;
  return { id: tag.id, unit: tag.unit ?? '', staleAfterMs: 3000 * (tag.expectedIntervalS ?? intervalDefaultS) };
}
