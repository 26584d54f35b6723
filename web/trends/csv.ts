import { offsetMs } from '../time/zoned.ts';
import { align, indexAfter } from './chart/align.ts';
import { qualityAt } from './chart/quality-bands.ts';
import type { Span } from './chart/series.ts';
import type { ReadSeries } from './readings/read-series.ts';

/** What a column is called besides the tag's name and unit, and how its readings were made. */
export interface CsvWords {
  readonly time: string;
  readonly quality: string;
  readonly min: string;
  readonly max: string;
  /** `5 min mean`; `raw` for readings as they are. */
  readonly resolution: (series: ReadSeries) => string;
}

/**
 * What a chart shows as a table that spreadsheets read (RFC 4180): times as ISO 8601 with the zone's offset, units in the head, a
 * column for the quality of each tag. A gap is an empty field, and has no quality; numbers have a point.
 */
export function csvOf(series: readonly ReadSeries[], span: Span, zone: string, words: CsvWords): string {
  // Gaps are told by what is not there: no rows are made up for them.
  const told = series.map((each) => ({ ...each, intervalMs: undefined }));
  const { times, columns } = align(told);
  const placesOf = told.map(({ timestamps }) => new Map(timestamps.map((at, place) => [at, place])));
  const head = [
    `${words.time} (${zone})`,
    ...series.flatMap((each, place) => {
      const unit = each.unit === null ? '' : ` (${each.unit})`;
      const name = `${each.name} ${words.resolution(each)}${unit}`;
      const edges = each.min ? [`${each.name} ${words.min}${unit}`, `${each.name} ${words.max}${unit}`] : [];
      // Readings behind buckets have the quality of theirs.
      const another = series.slice(0, place).some(({ tagId }) => tagId === each.tagId);
      return [name, ...edges, another ? `${each.name} ${words.resolution(each)} ${words.quality}` : `${each.name} ${words.quality}`];
    }),
  ];
  const rows: string[][] = [];
  const end = indexAfter(times, span.to);
  for (let row = indexAfter(times, span.from - 1); row < end; row += 1) {
    const at = times[row] ?? 0;
    rows.push([
      isoInZone(at, zone),
      ...columns.flatMap((column, place) => {
        const each = told[place];
        const own = placesOf[place]?.get(at);
        const quality = own === undefined || each === undefined ? '' : (qualityAt(each, own) ?? '');
        const edges = column.min && column.max ? [cell(column.min[row]), cell(column.max[row])] : [];
        return [cell(column.values[row]), ...edges, quality];
      }),
    ]);
  }
  return [head, ...rows].map((fields) => `${fields.map(quoted).join(',')}\r\n`).join('');
}

/** `2026-11-25T14:05:00.000+01:00`: the same instant everywhere, and the site's clock to read. */
export function isoInZone(at: number, zone: string): string {
  const offset = offsetMs(new Date(at), zone);
  if (zone === 'UTC') return new Date(at).toISOString();
  const minutes = Math.abs(Math.round(offset / 60_000));
  const two = (value: number) => String(value).padStart(2, '0');
  const sign = offset < 0 ? '-' : '+';
  return `${new Date(at + offset).toISOString().slice(0, -1)}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function cell(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
