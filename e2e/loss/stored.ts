import { connectQuestDb } from '@dcmms/db/questdb/connection.ts';
import type { Expected } from './load.ts';

export interface Stored {
  readonly rows: number;
  /** Rows that another row of the same series and time makes superfluous. */
  readonly duplicates: number;
  /** By `seriesKey`. */
  readonly bySeries: ReadonlyMap<string, Expected>;
}

/** Counts the readings in the store whose time is from `fromMs` to `toMs`, both included. */
export async function countStored(questdbPg: string, fromMs: number, toMs: number): Promise<Stored> {
  const sql = connectQuestDb({ url: questdbPg, max: 1, name: 'dcmms loss test' });
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
  try {
    const series = await sql.unsafe<{ asset_id: string; tag: string; n: string; total: number }[]>(
      `select asset_id, tag, count() n, sum(value) total from telemetry_data where timestamp between '${from}' and '${to}' group by asset_id, tag`,
    );
    const [keys] = await sql.unsafe<{ n: string }[]>(
      `select count() n from (select distinct timestamp, site_id, asset_id, tag from telemetry_data where timestamp between '${from}' and '${to}')`,
    );
    const rows = series.reduce((sum, { n }) => sum + Number(n), 0);
    return {
      rows,
      duplicates: rows - Number(keys?.n ?? 0),
      bySeries: new Map(series.map(({ asset_id, tag, n, total }) => [`${asset_id}/${tag}`, { count: Number(n), sum: total }])),
    };
  } finally {
    await sql.end({ timeout: 2 });
  }
}
