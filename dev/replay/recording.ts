import { createReadStream, existsSync } from 'node:fs';
import { parse } from 'csv-parse';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Mapping } from './mapping.ts';

/** One row of a recording: its time and the values of the mapped columns. */
export interface RecordedRow {
  readonly timeMs: number;
  /** Tag suffix to value; null where the recording has none. */
  readonly values: ReadonlyMap<string, number | null>;
}

const rowsPerRead = 2_000;

/**
 * Rows of a CSV or Parquet file in the order of the file.
 *
 * @throws When a mapped column is not in the file, or a time stamp cannot be read.
 */
export async function* recordedRows(file: string, mapping: Mapping): AsyncGenerator<RecordedRow> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  const columns = Object.entries(mapping.columns);
  let checked = false;
  for await (const row of file.endsWith('.parquet')
    ? parquetRows(file, [mapping.timestamp, ...Object.keys(mapping.columns)])
    : csvRows(file)) {
    if (!checked) {
      const missing = [mapping.timestamp, ...Object.keys(mapping.columns)].filter((column) => !(column in row));
      if (missing.length > 0) throw new Error(`The file ${file} lacks the columns ${missing.join(', ')} that the mapping names.`);
      checked = true;
    }
    yield {
      timeMs: instant(row[mapping.timestamp], mapping.timestamp),
      values: new Map(columns.map(([column, suffix]) => [suffix, number(row[column])])),
    };
  }
}

async function* parquetRows(file: string, columns: string[]): AsyncGenerator<Record<string, unknown>> {
  const source = await asyncBufferFromFile(file);
  const metadata = await parquetMetadataAsync(source);
  const present = new Set(metadata.schema.map((element) => element.name));
  const total = Number(metadata.num_rows);
  for (let start = 0; start < total; start += rowsPerRead) {
    yield* await parquetReadObjects({
      file: source,
      metadata,
      compressors,
      columns: columns.filter((column) => present.has(column)),
      rowStart: start,
      rowEnd: Math.min(start + rowsPerRead, total),
    });
  }
}

async function* csvRows(file: string): AsyncGenerator<Record<string, unknown>> {
  const parser = createReadStream(file).pipe(parse({ columns: true, bom: true, trim: true, skip_empty_lines: true }));
  for await (const row of parser as AsyncIterable<Record<string, unknown>>) yield row;
}

function instant(value: unknown, column: string): number {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'bigint' || typeof value === 'number') return Number(value);
  if (typeof value === 'string') {
    if (/^\d{12,14}$/.test(value)) return Number(value);
    // Without a zone a text would be read in the zone of whoever replays it.
    if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(value)) return Date.parse(value.replace(' ', 'T'));
  }
  throw new Error(
    `Column ${column} holds ${String(value)}, which is no instant: a date, ISO 8601 with a zone, or epoch milliseconds is needed.`,
  );
}

function number(value: unknown): number | null {
  if (value === null || value === undefined || value === '') return null;
  const parsed = typeof value === 'number' ? value : Number(value);
  return Number.isFinite(parsed) ? parsed : null;
}
