import type postgres from 'postgres';
import type { QuestDbSql } from './connection.ts';
import { bucketCurve, mergeBuckets, rawCurve, type Bucket, type Curve, type Reading } from './curve.ts';
import { bucketCount, buckets, bucketStart, fittingResolution, type BucketResolution, type Resolution, type Span } from './resolution.ts';
import {
  list,
  parseUuid,
  toBucket,
  toReading,
  type BucketRow,
  type NewestRow,
  type RawRow,
  type SeriesKeyRow,
  type SeriesRow,
} from './rows.ts';

/** The readings of one tag of one asset. */
export interface Series {
  readonly siteId: string;
  readonly assetId: string;
  /** The full tag name. */
  readonly tag: string;
}

export interface CurveRequest extends Span {
  /** Asked for; what is too fine for `pointsMax` becomes coarser. Without it, the finest that fits. */
  readonly resolution?: Resolution | undefined;
  /** From 1 to `pointsLimit`; default 2,000. */
  readonly pointsMax?: number | undefined;
}

/** The newest reading of a tag. */
export interface Newest {
  readonly assetId: string;
  readonly tag: string;
  readonly at: Date;
}

/** What a reader lends to the reads of some sites. */
export interface Connection {
  /** To build a query with, anew for each. */
  readonly sql: () => QuestDbSql;
  readonly run: <Row extends object>(query: postgres.PendingQuery<Row[]>, signal: AbortSignal | undefined) => Promise<readonly Row[]>;
  /** Up to when the minute view is complete: from then on, readings are only in the raw table. Null when it has never been refreshed. */
  readonly viewEnd: () => Promise<Date | null>;
}

/** Points of one curve, at most. */
export const pointsLimit = 20_000;
const pointsDefault = 2_000;
/** Without a wish, readings are shown as they are only in a span so short that reading them costs little at any rate of arrival. */
const rawSpanMsMax = 6 * 3_600_000;
/** How far ahead of the clock a reading may be stamped (contract §5). */
const aheadMs = 300_000;
const dayMs = 86_400_000;
/** How far back the raw table is asked for newest readings, should the view lag as long. */
const openMsMax = dayMs;
/** Where the newest reading of a tag is looked for in the view, from its end back; only tags not found go on to the next step. */
const lookBackMs = [3_600_000, dayMs, 90 * dayMs];
const sliceMs = 10 * dayMs;
const view = 'telemetry_1m';

export interface RawReadings {
  readonly readings: readonly Reading[];
  /** True when the limit cut others off. */
  readonly more: boolean;
}

/** Reads of the given sites. A series of any other site has no readings, whoever asks. */
export class SiteReader {
  readonly #connection: Connection;
  readonly #siteIds: ReadonlySet<string>;

  /** Made by `QuestDbReader.forSites`. */
  constructor(connection: Connection, siteIds: ReadonlySet<string>) {
    this.#connection = connection;
    this.#siteIds = siteIds;
  }

  /**
   * The newest reading of each series, in the order asked; null where there is none within 90 days.
   *
   * @param backMsMax Further back than an hour is looked only as far as this allows: who asks for what is going on now does not
   * have three months searched for a tag that fell silent.
   */
  async latest(series: readonly Series[], now: Date, signal?: AbortSignal, backMsMax = Infinity): Promise<readonly (Reading | null)[]> {
    const wanted = this.#own(series);
    const found = new Map<string, Reading>();
    if (wanted.length > 0) {
      const end = await this.#viewEnd(now);
      for (const row of await this.#newestRaw(wanted, { from: end, to: new Date(now.getTime() + aheadMs) }, signal))
        found.set(keyOf(row), toReading(row));
      let to = end;
      for (const back of lookBackMs) {
        const missing = wanted.filter((one) => !found.has(keyOf(one)));
        if (missing.length === 0 || (back > backMsMax && to !== end)) break;
        const from = new Date(end.getTime() - back);
        for (const row of await this.#newestMinutes(missing, { from, to }, signal)) found.set(keyOf(row), toReading(row));
        to = from;
      }
    }
    return series.map((one) => found.get(keyOf(normalise(one))) ?? null);
  }

  /** The readings of a span, oldest first, at most `limit`. */
  async raw(series: Series, span: Span, limit: number, signal?: AbortSignal): Promise<RawReadings> {
    const [one] = this.#own([series]);
    if (one === undefined || span.from > span.to) return { readings: [], more: false };
    const { run } = this.#connection;
    const sql = this.#connection.sql();
    const rows = await run(
      sql<RawRow[]>`SELECT timestamp, value, quality ${this.#from('telemetry_data', [one], span)} ORDER BY timestamp LIMIT ${limit + 1}`,
      signal,
    );
    return { readings: rows.slice(0, limit).map(toReading), more: rows.length > limit };
  }

  /**
   * The buckets that a span touches, whole, oldest first; none where there were no readings. Closed minutes come from the
   * view, what is younger from the readings themselves.
   */
  async buckets(series: Series, span: Span, resolution: BucketResolution, signal?: AbortSignal): Promise<readonly Bucket[]> {
    const found = await this.#bucketsOf(this.#own([series]), span, resolution, signal);
    return found.get(keyOf(normalise(series))) ?? [];
  }

  /** The minutes that a span touches. */
  async minutes(series: Series, span: Span, signal?: AbortSignal): Promise<readonly Bucket[]> {
    return this.buckets(series, span, 'ONE_MINUTE', signal);
  }

  /**
   * A curve of at most `pointsMax` points of each series, in the order asked; many take as many queries as one. Each is as fine
   * as its own readings allow. Throws a RangeError when the span is backwards or `pointsMax` out of range.
   */
  async curves(series: readonly Series[], request: CurveRequest, signal?: AbortSignal): Promise<readonly Curve[]> {
    const { resolution, pointsMax = pointsDefault } = request;
    if (request.from > request.to) throw new RangeError('The span ends before it begins.');
    if (!Number.isInteger(pointsMax) || pointsMax < 1 || pointsMax > pointsLimit)
      throw new RangeError(`A curve has from 1 to ${pointsLimit} points.`);
    const fitting = fittingResolution(request, pointsMax, resolution === undefined || resolution === 'RAW' ? 'ONE_MINUTE' : resolution);
    const short = request.to.getTime() - request.from.getTime() <= rawSpanMsMax;
    const asTheyAre = resolution === 'RAW' || (resolution === undefined && short);
    const wanted = this.#own(series);
    const few = asTheyAre ? await this.#fewReadings(wanted, request, pointsMax, signal) : new Map<string, readonly Reading[]>();
    const many = wanted.filter((one) => !few.has(keyOf(one)));
    const found =
      many.length > 0 ? await this.#bucketsOf(many, bounded(request, fitting), fitting, signal) : new Map<string, readonly Bucket[]>();
    return series.map((one) => {
      const key = keyOf(normalise(one));
      const readings = few.get(key);
      return readings === undefined ? bucketCurve(fitting, found.get(key) ?? []) : rawCurve(readings);
    });
  }

  /** The newest reading of every tag of a site that has any within 90 days. */
  async newestPerTag(siteId: string, now: Date, signal?: AbortSignal): Promise<readonly Newest[]> {
    const site = parseUuid(siteId);
    if (!this.#siteIds.has(site)) return [];
    const { run } = this.#connection;
    const sql = this.#connection.sql();
    const found = new Map<string, Newest>();
    const keep = (rows: readonly NewestRow[]): void => {
      for (const { asset_id, tag, at } of rows) {
        const key = JSON.stringify([asset_id, tag]);
        const known = found.get(key);
        if (known === undefined || known.at < at) found.set(key, { assetId: asset_id, tag, at });
      }
    };
    const end = await this.#viewEnd(now);
    const open = { from: end, to: new Date(now.getTime() + aheadMs) };
    keep(await run(sql<NewestRow[]>`SELECT asset_id, tag, max(timestamp) at ${this.#within('telemetry_data', [site], open)}`, signal));
    // In slices, so that none is a long query on a large installation.
    for (let back = 0; back < 90 * dayMs; back += sliceMs) {
      const slice = { from: new Date(end.getTime() - back - sliceMs), to: new Date(end.getTime() - back) };
      keep(await run(sql<NewestRow[]>`SELECT asset_id, tag, max(last_at) at ${this.#within(view, [site], slice)}`, signal));
    }
    return [...found.values()];
  }

  /** From when on newest readings are looked for in the raw table. */
  async #viewEnd(now: Date): Promise<Date> {
    const end = await this.#connection.viewEnd();
    const oldest = new Date(now.getTime() - openMsMax);
    return end === null ? oldest : later(end, oldest);
  }

  // By GROUP BY: with several lists beside it, LATEST ON of 9.3.4 leaves series out without a word.

  #newestRaw(series: readonly Series[], span: Span, signal: AbortSignal | undefined): Promise<readonly SeriesRow[]> {
    const { run } = this.#connection;
    const sql = this.#connection.sql();
    return run(
      sql<SeriesRow[]>`SELECT site_id, asset_id, tag, max(timestamp) timestamp, last(value) value, last(quality) quality
        ${this.#from('telemetry_data', series, span)} GROUP BY site_id, asset_id, tag`,
      signal,
    );
  }

  #newestMinutes(series: readonly Series[], span: Span, signal: AbortSignal | undefined): Promise<readonly SeriesRow[]> {
    const { run } = this.#connection;
    const sql = this.#connection.sql();
    return run(
      sql<SeriesRow[]>`SELECT site_id, asset_id, tag, max(last_at) timestamp, last(last_value) value, last(last_quality) quality
        ${this.#from(view, series, span)} GROUP BY site_id, asset_id, tag`,
      signal,
    );
  }

  /** The readings of those series that have at most `pointsMax` of them; of the others nothing. */
  async #fewReadings(
    series: readonly Series[],
    span: Span,
    pointsMax: number,
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, readonly Reading[]>> {
    if (series.length === 0) return new Map();
    const { run } = this.#connection;
    const sql = this.#connection.sql();
    const read = (some: readonly Series[]): Promise<readonly SeriesRow[]> =>
      run(
        sql<SeriesRow[]>`SELECT timestamp, site_id, asset_id, tag, value, quality ${this.#from('telemetry_data', some, span)}
          ORDER BY timestamp LIMIT ${some.length * pointsMax + 1}`,
        signal,
      );
    let asked = series;
    let rows = await read(asked);
    if (rows.length > asked.length * pointsMax) {
      // One that has far too many took the room of all: only counting tells which of the others fit.
      const counts = await run(
        sql<(SeriesKeyRow & { n: string })[]>`SELECT site_id, asset_id, tag, count() n ${this.#from('telemetry_data', series, span)}`,
        signal,
      );
      const counted = new Map(counts.map((row) => [keyOf(row), Number(row.n)]));
      asked = series.filter((one) => (counted.get(keyOf(one)) ?? 0) <= pointsMax);
      rows = asked.length > 0 ? await read(asked) : [];
    }
    const found = grouped(asked, rows);
    return new Map([...found].flatMap(([key, own]) => (own.length <= pointsMax ? [[key, own.map(toReading)]] : [])));
  }

  async #bucketsOf(
    series: readonly Series[],
    span: Span,
    resolution: BucketResolution,
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, readonly Bucket[]>> {
    if (series.length === 0 || span.from > span.to) return new Map();
    const { run } = this.#connection;
    const sql = this.#connection.sql();
    const { interval, lengthMs } = buckets[resolution];
    const from = bucketStart(span.from, resolution);
    const to = new Date(bucketStart(span.to, resolution).getTime() + lengthMs - 1);
    const end = await this.#connection.viewEnd();
    const sampled = sql.unsafe(`SAMPLE BY ${interval} ALIGN TO CALENDAR`);
    const parts: (readonly BucketRow[])[] = [];
    if (end !== null && from < end) {
      const closed = { from, to: earlier(to, new Date(end.getTime() - 1)) };
      parts.push(
        await run(
          sql<
            BucketRow[]
          >`SELECT timestamp, site_id, asset_id, tag, min(min_value) min, max(max_value) max, sum(sum_value) sum, sum(sum_sq) sum_sq,
            last(last_value) last, sum(n) n, sum(good_count) good, sum(bad_count) bad, sum(uncertain_count) uncertain
            ${this.#from(view, series, closed)} ${sampled}`,
          signal,
        ),
      );
    }
    if (end === null || to >= end) {
      const open = { from: end === null ? from : later(from, end), to };
      parts.push(
        await run(
          sql<BucketRow[]>`SELECT timestamp, site_id, asset_id, tag, min(CASE WHEN quality = 'GOOD' THEN value END) min,
            max(CASE WHEN quality = 'GOOD' THEN value END) max, sum(CASE WHEN quality = 'GOOD' THEN value END) sum,
            sum(CASE WHEN quality = 'GOOD' THEN value * value END) sum_sq, last(value) last, count() n,
            sum(CASE WHEN quality = 'GOOD' THEN 1 ELSE 0 END) good, sum(CASE WHEN quality = 'BAD' THEN 1 ELSE 0 END) bad,
            sum(CASE WHEN quality = 'UNCERTAIN' THEN 1 ELSE 0 END) uncertain
            ${this.#from('telemetry_data', series, open)} ${sampled}`,
          signal,
        ),
      );
    }
    return new Map([...grouped(series, parts.flat())].map(([key, rows]) => [key, mergeBuckets(rows.map(toBucket))]));
  }

  /** The rows of the series in a span. Of several series it may also find mixtures of them, one's asset with another's tag. */
  #from(table: Table, series: readonly Series[], span: Span): Fragment {
    const sql = this.#connection.sql();
    const tags = list(series.map(({ tag }) => tag));
    const assets = list(series.map(({ assetId }) => assetId)) ?? '{}';
    const [only, ...others] = series;
    const named =
      only !== undefined && others.length === 0 ? sql`AND tag = ${only.tag}` : tags === null ? sql`` : sql`AND tag IN (${tags})`;
    return sql`${this.#within(
      table,
      series.map(({ siteId }) => siteId),
      span,
    )} AND asset_id IN (${assets}) ${named}`;
  }

  /** The one place where a table is named, and with it the sites. Every query is built on it. */
  #within(table: Table, siteIds: readonly string[], span: Span): Fragment {
    const sql = this.#connection.sql();
    const sites = list([...new Set(siteIds)].filter((siteId) => this.#siteIds.has(siteId))) ?? '{}';
    return sql`FROM ${sql(table)} WHERE site_id IN (${sites}) AND timestamp >= ${span.from} AND timestamp < ${new Date(span.to.getTime() + 1)}`;
  }

  /** Those of the series that are of our sites, in canonical form. */
  #own(series: readonly Series[]): readonly Series[] {
    return series.map(normalise).filter(({ siteId }) => this.#siteIds.has(siteId));
  }
}

type Table = 'telemetry_data' | typeof view;
type Fragment = postgres.PendingQuery<postgres.Row[]>;

/** The rows of each series, without mixtures: none of a series that was not asked for. */
function grouped<Row extends SeriesKeyRow>(series: readonly Series[], rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>(series.map((one) => [keyOf(one), []]));
  for (const row of rows) found.get(keyOf(row))?.push(row);
  return found;
}

/** A curve that no bucket is coarse enough for is refused. */
function bounded(span: Span, resolution: BucketResolution): Span {
  if (bucketCount(span, resolution) > pointsLimit) throw new RangeError('The span is longer than a curve can be.');
  return span;
}

function keyOf(series: Series | SeriesKeyRow): string {
  return 'siteId' in series
    ? JSON.stringify([series.siteId, series.assetId, series.tag])
    : JSON.stringify([series.site_id, series.asset_id, series.tag]);
}

function normalise(series: Series): Series {
  return { siteId: parseUuid(series.siteId), assetId: parseUuid(series.assetId), tag: series.tag };
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
