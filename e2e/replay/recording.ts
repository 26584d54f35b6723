import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { edpSignals } from '@dcmms/db/seed/edp-signals.ts';

/** A turbine's recording as its file holds it, read without any of the code under test. */
export interface Recording {
  /** Times of the rows, epoch milliseconds, ascending. */
  readonly times: readonly number[];
  /** Tag suffix to the values, parallel to the times. */
  readonly values: ReadonlyMap<string, readonly number[]>;
}

/** The last days of a file, shifted as a whole so that its last row falls on `endMs`. */
export async function readRecording(file: string, days: number, endMs: number): Promise<Recording> {
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(file), compressors });
  const lastMs = timeOf(rows.at(-1));
  const chosen = rows.filter((row) => timeOf(row) > lastMs - days * 86_400_000);
  return {
    times: chosen.map((row) => timeOf(row) - lastMs + endMs),
    values: new Map(edpSignals.map(({ column, suffix }) => [suffix, chosen.map((row) => Number(row[column]))])),
  };
}

function timeOf(row: Record<string, unknown> | undefined): number {
  const time = row?.['Timestamp'];
  if (!(time instanceof Date)) throw new Error('a row without a time');
  return time.getTime();
}
