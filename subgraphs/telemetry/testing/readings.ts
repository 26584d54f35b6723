import { inject } from 'vitest';
import { connectQuestDb, type QuestDbSql } from '@dcmms/db/questdb/connection.ts';
import type {} from '@dcmms/db/testing/servers.ts';

export interface WrittenReading {
  readonly siteId: string;
  readonly assetId: string;
  readonly tag: string;
  readonly at: Date;
  readonly value: number | null;
  readonly quality?: 'GOOD' | 'BAD' | 'UNCERTAIN';
}

/** Writes readings over the line protocol, as the bridge does, and waits until the store and its view of minutes show them all. */
export async function writeReadings(readings: readonly WrittenReading[]): Promise<void> {
  const questdb = inject('questdb');
  if (!questdb) throw new Error('this run has no QuestDB');
  const lines = readings.map(({ siteId, assetId, tag, at, value, quality = 'GOOD' }) => {
    const symbols = `telemetry_data,site_id=${siteId},asset_id=${assetId},tag=${tag.replaceAll(/([ ,=])/g, '\\$1')},quality=${quality},source_protocol=mqtt`;
    return `${symbols} ${value === null ? '' : `value=${value},`}ingested_at=${at.getTime() * 1_000}t ${at.getTime() * 1_000}\n`;
  });
  const url = new URL('/write?precision=us', questdb.httpUrl);
  url.username = '';
  url.password = '';
  const authorization = `Basic ${Buffer.from(`${questdb.user}:${questdb.password}`).toString('base64')}`;
  const answer = await fetch(url, { method: 'POST', headers: { authorization }, body: lines.join('') });
  if (!answer.ok) throw new Error(`QuestDB refused the readings: ${await answer.text()}`);
  const sql = connectQuestDb({ url: questdb.pgUrl, max: 1, name: 'test' });
  try {
    for (const assetId of new Set(readings.map((reading) => reading.assetId))) {
      const times = readings.filter((reading) => reading.assetId === assetId).map(({ at }) => at.getTime());
      const minutes = [...new Set(times.map((ms) => Math.floor(ms / 60_000) * 60_000))];
      const closed = minutes.filter((ms) => ms < Math.floor(Date.now() / 60_000) * 60_000);
      await shown(sql, 'telemetry_data', assetId, times);
      await shown(sql, 'telemetry_1m', assetId, closed);
    }
  } finally {
    await sql.end();
  }
}

async function shown(sql: QuestDbSql, table: string, assetId: string, times: readonly number[]): Promise<void> {
  if (times.length === 0) return;
  const [from, to] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  const counted = () =>
    sql<{ n: string }[]>`SELECT count() n FROM ${sql(table)} WHERE asset_id = ${assetId} AND timestamp >= ${from} AND timestamp <= ${to}`;
  while (Number((await counted())[0]?.n) < times.length) await new Promise((resolve) => setTimeout(resolve, 20));
}
