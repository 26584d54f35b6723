import { newCell, type LiveCell } from '../live/feed.ts';
import { encodeSeriesKey } from '../readings/batch.ts';
import { MQTT, protocolOf, type Protocol } from '../readings/quality.ts';
import { RateLimit } from './plausibility.ts';

/** A row of `sensor_mappings` with what it needs of its asset: what a tag of a site means. */
export interface MappingRow {
  readonly mappingId: string;
  readonly siteId: string;
  readonly assetId: string;
  readonly assetCode: string;
  readonly assetType: string;
  readonly tag: string;
  readonly unit: string | null;
  readonly metric: string | null;
  readonly protocol: string;
  readonly minValid: number | null;
  readonly maxValid: number | null;
  readonly maxRatePerS: number | null;
  readonly expectedIntervalS: number | null;
}

/** A measured quantity as the front looks it up for every reading. */
export interface Series extends MappingRow {
  /** How it stands in a batch. */
  readonly key: Buffer;
  /** Of a reading that names none. */
  readonly defaultProtocol: Protocol;
  readonly rateLimit: RateLimit | undefined;
  /** Its newest reading. */
  readonly live: LiveCell;
}

/** What one site measures. */
export interface SiteMapping {
  readonly tenantId: string;
  readonly tenantCode: string;
  readonly siteId: string;
  readonly siteCode: string;
  /** By tag, which is unique in a site. */
  readonly byTag: ReadonlyMap<string, Series>;
}

/** A row ready for use. @param before The same mapping before a reload: what was remembered of it goes on. */
export function toSeries(row: MappingRow, before: Series | undefined): Series {
  const rateLimit = row.maxRatePerS === null ? undefined : new RateLimit(row.maxRatePerS, before?.rateLimit);
  return {
    ...row,
    key: encodeSeriesKey(row),
    defaultProtocol: protocolOf(row.protocol) ?? MQTT,
    rateLimit,
    live: before?.live ?? newCell(row.mappingId),
  };
}

/** The series that a point names by its asset's code and its tag; both have to fit. */
export function findSeries(site: SiteMapping, assetCode: string, tag: string): Series | undefined {
  const series = site.byTag.get(tag);
  return series?.assetCode === assetCode ? series : undefined;
}
