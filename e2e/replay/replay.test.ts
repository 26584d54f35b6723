import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectQuestDb, type QuestDbSql } from '@dcmms/db/questdb/connection.ts';
import { demoAssets } from '@dcmms/db/seed/assets.ts';
import { Installation } from '@dcmms/dev/installation/installation.ts';
import { eventually } from '../testing/eventually.ts';
import { EdgeGateway } from '../testing/gateway.ts';
import { Person } from '../testing/person.ts';
import { readRecording, type Recording } from './recording.ts';

const file = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'edp-wind-scada', 'processed', '1', 'test.parquet');
const there = existsSync(file);
if (!there) console.log(`The data set is not there (${file}): the replay of recorded data is not tested.`);

const days = 60;
const dayMs = 86_400_000;
/** An hour ago, on a whole minute: all of it lies between the store's oldest day and now. */
const endMs = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;
const turbine = demoAssets.find((asset) => asset.site === 'KELDA' && asset.code === 'WTG-01')?.id ?? '';

describe.skipIf(!there)('60 days of a real turbine, replayed as fast as they are acknowledged', () => {
  let installation: Installation;
  let recording: Recording;
  let sql: QuestDbSql;
  let operator: Person;

  beforeAll(async () => {
    installation = await Installation.create(['--no-plant', '--no-web']);
    const [ready] = await Promise.all([installation.start(), readRecording(file, days, endMs).then((read) => (recording = read))]);
    sql = connectQuestDb({ url: ready.questdbPg, max: 1, name: 'dcmms replay test' });
    operator = await Person.signIn(ready, 'operator@borealis.test');
  }, 240_000);

  afterAll(async () => {
    await sql.end({ timeout: 2 });
    await installation.remove();
  }, 60_000);

  const points = () => recording.times.length * recording.values.size;

  async function replay(): Promise<Record<string, unknown>> {
    const options = ['--file', file, '--map', 'edp-wind-scada', '--speed', '1000000000', '--days', String(days)];
    const { code, stdout, stderr } = await installation.run(['dev/replay/replay.ts', ...options, '--end', new Date(endMs).toISOString()]);
    if (code !== 0) throw new Error(`replay ended with ${code}: ${stderr}`);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
  }

  async function count(table: 'telemetry_data' | 'telemetry_1m'): Promise<number> {
    const [counted] = await sql.unsafe<{ n: string }[]>(`select count() n from ${table} where asset_id = '${turbine}'`);
    return Number(counted?.n);
  }

  interface Alerts {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly id: string;
      readonly status: string;
      readonly occurrenceCount: number;
      readonly triggeredAt: string;
    }[];
  }

  async function alertsOf(code: string): Promise<Alerts> {
    const query = `{ asset(code: "${code}") { alerts(first: 100) { totalCount nodes { id status occurrenceCount triggeredAt } } } }`;
    return (await operator.data<{ asset: { alerts: Alerts } }>(query)).asset.alerts;
  }

  test('ends after the last PUBACK, and every point is a row with the value of the file', async () => {
    expect(await replay()).toMatchObject({
      rows: days * 144,
      points: points(),
      first: new Date(recording.times[0] ?? 0).toISOString(),
      last: new Date(endMs).toISOString(),
    });
    await eventually(
      () => count('telemetry_data'),
      (rows) => rows === points(),
      60_000,
    );
    for (const [suffix, values] of recording.values) {
      const rows = await sql.unsafe<{ timestamp: Date; value: number; quality: string }[]>(
        `select timestamp, value, quality from telemetry_data where asset_id = '${turbine}' and tag = 'WTG-01.${suffix}' order by timestamp`,
      );
      expect(rows.map(({ timestamp }) => timestamp.getTime())).toEqual(recording.times);
      expect(rows.map(({ value }) => value)).toEqual(values);
      expect(new Set(rows.map(({ quality }) => quality))).toEqual(new Set(['GOOD']));
    }
  }, 120_000);

  test('the same replay once more adds no row and raises no alert', async () => {
    await evaluatedUpTo('WTG-11');
    const alerts = await alertsOf('WTG-01');
    expect(alerts.totalCount).toBeGreaterThan(0);
    await replay();
    await evaluatedUpTo('WTG-12');
    expect(await alertsOf('WTG-01')).toEqual(alerts);
    expect(await count('telemetry_data')).toBe(points());
  }, 120_000);

  /**
   * Overheats the gearbox of another turbine and waits until the graph shows alert and reading: the site's readings are taken in
   * order, so all that were acknowledged before have been evaluated and stored by then.
   */
  async function evaluatedUpTo(other: string): Promise<void> {
    const tag = `${other}.GearboxBearingTemperature`;
    const times = [endMs + 60_000, endMs + 660_000];
    const gateway = await EdgeGateway.connect(installation.ready, 'KELDA');
    try {
      await gateway.send(times.map((t) => ({ asset: other, tag, t, v: 80 })));
    } finally {
      await gateway.close();
    }
    const newest = new Date(times.at(-1) ?? 0).toISOString();
    await eventually(
      () => alertsOf(other),
      ({ nodes }) => nodes.some(({ triggeredAt }) => triggeredAt === newest),
    );
    const query = `{ asset(code: "${other}") { tags { name latest { timestamp } } } }`;
    await eventually(
      () => operator.data<{ asset: { tags: { name: string; latest: { timestamp: string } | null }[] } }>(query),
      ({ asset }) => asset.tags.some(({ name, latest }) => name === tag && latest?.timestamp === newest),
    );
  }

  test('the last day is shown as it was recorded', async () => {
    const day = await seriesOf('RAW', endMs - dayMs + 1, endMs + 1);
    expect(day.size).toBe(recording.values.size);
    for (const [suffix, values] of recording.values) {
      const shown = day.get(`WTG-01.${suffix}`);
      expect(shown?.resolution).toBe('RAW');
      expect(shown?.timestamps.map((text) => Date.parse(text))).toEqual(recording.times.slice(-144));
      expect(shown?.values).toEqual(values.slice(-144));
    }
  });

  test.each([
    ['ONE_HOUR', 3_600_000],
    ['ONE_DAY', dayMs],
  ] as const)('60 days are shown by %s: means, least and largest of the buckets are those of the file', async (resolution, bucketMs) => {
    await eventually(
      () => count('telemetry_1m'),
      (rows) => rows === points(),
      60_000,
    );
    const shown = await seriesOf(resolution, recording.times[0] ?? 0, endMs + 1, ['ActivePower', 'WindSpeed', 'GearboxBearingTemperature']);
    expect(shown.size).toBe(3);
    for (const [tag, series] of shown) {
      const buckets = bucketed(recording.times, recording.values.get(tag.slice('WTG-01.'.length)) ?? [], bucketMs);
      expect(series.resolution).toBe(resolution);
      expect(series.timestamps.map((text) => Date.parse(text))).toEqual(buckets.map(({ startMs }) => startMs));
      expect(series.good).toEqual(buckets.map(({ values }) => values.length));
      expect(series.min).toEqual(buckets.map(({ values }) => Math.min(...values)));
      expect(series.max).toEqual(buckets.map(({ values }) => Math.max(...values)));
      for (const [index, { values }] of buckets.entries()) {
        expect(series.values[index]).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 6);
      }
    }
  });

  interface Series {
    readonly resolution: string;
    readonly timestamps: readonly string[];
    readonly values: readonly (number | null)[];
    readonly min: readonly (number | null)[];
    readonly max: readonly (number | null)[];
    readonly good: readonly number[];
  }

  /** What the graph shows of the turbine's tags, by name; all of them unless told. */
  async function seriesOf(resolution: string, fromMs: number, toMs: number, suffixes?: readonly string[]): Promise<Map<string, Series>> {
    const { asset } = await operator.data<{ asset: { tags: { id: string; name: string }[] } }>(
      '{ asset(code: "WTG-01") { tags { id name } } }',
    );
    const wanted = asset.tags.filter(({ name }) => suffixes === undefined || suffixes.some((suffix) => name === `WTG-01.${suffix}`));
    const fields = wanted.map(
      ({ id }, index) =>
        `t${index}: tag(id: "${id}") { name series(from: $from, to: $to, resolution: ${resolution}, maxPoints: 10000) { resolution timestamps values min max good } }`,
    );
    const found = new Map<string, Series>();
    // The gateway takes at most 30 root fields.
    for (let from = 0; from < fields.length; from += 16) {
      const data = await operator.data<Record<string, { name: string; series: Series }>>(
        `query ($from: DateTime!, $to: DateTime!) { ${fields.slice(from, from + 16).join(' ')} }`,
        { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() },
      );
      for (const { name, series } of Object.values(data)) found.set(name, series);
    }
    return found;
  }
});

function bucketed(times: readonly number[], values: readonly number[], bucketMs: number): { startMs: number; values: number[] }[] {
  const buckets = new Map<number, number[]>();
  for (const [index, time] of times.entries()) {
    const startMs = Math.floor(time / bucketMs) * bucketMs;
    const bucket = buckets.get(startMs) ?? [];
    bucket.push(values[index] ?? Number.NaN);
    buckets.set(startMs, bucket);
  }
  return [...buckets].map(([startMs, of]) => ({ startMs, values: of }));
}
