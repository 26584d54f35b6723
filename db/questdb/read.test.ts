import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { freePort } from '../testing/free-port.ts';
import { connectQuestDb, type QuestDbSql } from './connection.ts';
import { QuestDbReader } from './read.ts';
import type { Quality } from './curve.ts';
import type { CurveRequest, Series } from './site-reader.ts';

const questdb = inject('questdb');
const minuteMs = 60_000;
/** A minute that began some hours ago, so that the view has it. */
const past = new Date(Math.floor((Date.now() - 5 * 3_600_000) / 3_600_000) * 3_600_000);

let admin: QuestDbSql;
let reader: QuestDbReader;

beforeAll(() => {
  if (questdb === null) return;
  admin = connectQuestDb({ url: questdb.pgUrl, max: 2, name: 'test' });
  reader = new QuestDbReader({ url: questdb.pgReadUrl, max: 2 });
});
afterAll(async () => {
  if (questdb === null) return;
  await reader.close();
  await admin.end();
});

describe.skipIf(questdb === null)('reads of QuestDB', () => {
  test('the newest reading comes from the open minute or from the view, with its own time and quality', async () => {
    const siteId = randomUUID();
    const [open, closed] = [newSeries(siteId, 'Open'), newSeries(siteId, 'Closed')];
    const [silent, broken] = [newSeries(siteId, 'Silent'), newSeries(siteId, 'Broken')];
    const now = new Date();
    await insert(open, [[now, 7]]);
    await insert(closed, [
      [past, 1],
      [new Date(past.getTime() + 1_500), 2],
    ]);
    await insert(broken, [
      [past, 5],
      [new Date(past.getTime() + 61_000), null, 'BAD'],
    ]);
    await viewHolds(siteId, 3);
    const found = await reader.forSites([siteId]).latest([silent, broken, closed, open], now);
    expect(found).toEqual([
      null,
      { timestamp: new Date(past.getTime() + 61_000), value: null, quality: 'BAD' },
      { timestamp: new Date(past.getTime() + 1_500), value: 2, quality: 'GOOD' },
      { timestamp: now, value: 7, quality: 'GOOD' },
    ]);
  });

  test('a tag that has been silent for weeks still has a newest reading', async () => {
    const series = newSeries(randomUUID());
    const long = new Date(past.getTime() - 40 * 86_400_000);
    await insert(series, [[long, 3]]);
    await viewHolds(series.siteId, 1);
    expect(await reader.forSites([series.siteId]).latest([series], new Date())).toEqual([{ timestamp: long, value: 3, quality: 'GOOD' }]);
  });

  test('no read gives away a reading of a site that was not named, not even of an asset and tag with the same names', async () => {
    const [mine, foreign] = [randomUUID(), randomUUID()];
    const assetId = randomUUID();
    const own: Series = { siteId: mine, assetId, tag: 'T' };
    const other: Series = { siteId: foreign, assetId, tag: 'T' };
    const now = new Date();
    await insert(own, [
      [past, 1],
      [now, 2],
    ]);
    await insert(other, [
      [past, 100],
      [new Date(past.getTime() + 1_000), 100],
      [new Date(now.getTime() + 1), 100],
    ]);
    await viewHolds(mine, 1);
    await viewHolds(foreign, 1);
    const reads = reader.forSites([mine]);
    const span = { from: past, to: new Date(now.getTime() + 10_000) };

    expect(await reads.latest([own, other], now)).toEqual([{ timestamp: now, value: 2, quality: 'GOOD' }, null]);
    expect((await reads.raw(own, span, 10)).readings.map(({ value }) => value)).toEqual([1, 2]);
    expect((await reads.raw(other, span, 10)).readings).toEqual([]);
    expect((await reads.minutes(own, span)).map(({ max, count }) => [max, count])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(await reads.minutes(other, span)).toEqual([]);
    expect((await reads.curves([other, own], span)).map(({ values }) => values)).toEqual([[], [1, 2]]);
    expect(await reads.newestPerTag(mine, now)).toEqual([{ assetId, tag: 'T', at: now }]);
    expect(await reads.newestPerTag(foreign, now)).toEqual([]);
  });

  test('the same id in capital letters is the same site and asset', async () => {
    const series = newSeries(randomUUID());
    await insert(series, [[past, 1]]);
    await viewHolds(series.siteId, 1);
    const shouted = { ...series, siteId: series.siteId.toUpperCase(), assetId: series.assetId.toUpperCase() };
    expect(await reader.forSites([shouted.siteId]).latest([shouted], new Date())).toEqual([{ timestamp: past, value: 1, quality: 'GOOD' }]);
  });

  test('an id that is no UUID is refused, so that none reaches a query', async () => {
    expect(() => reader.forSites(['{x']).latest([], new Date())).toThrow(`'{x' is no UUID.`);
    const site = randomUUID();
    await expect(reader.forSites([site]).latest([{ siteId: site, assetId: '{x', tag: 'T' }], new Date())).rejects.toThrow(
      `'{x' is no UUID.`,
    );
  });

  test('tags are found whatever characters they have', async () => {
    const siteId = randomUUID();
    const tags = ['a,b', 'q"uote', 'back\\slash', '{brace', "ap'os", 'ünï code', 'null', '}', '%', '$1'];
    const series = tags.map((tag) => newSeries(siteId, tag));
    for (const [index, one] of series.entries()) await insert(one, [[past, index]]);
    await viewHolds(siteId, tags.length);
    const reads = reader.forSites([siteId]);
    expect((await reads.latest(series, new Date())).map((reading) => reading?.value)).toEqual(tags.map((_, index) => index));
    for (const [index, one] of series.entries()) expect((await reads.raw(one, { from: past, to: past }, 5)).readings[0]?.value).toBe(index);
  });

  test('minutes of the view and of the open end make one curve, whole, with envelope, gap and quality', async () => {
    const series = newSeries(randomUUID());
    const now = new Date();
    const thisMinute = new Date(Math.floor(now.getTime() / minuteMs) * minuteMs);
    const at = (minutes: number, seconds: number): Date => new Date(past.getTime() + minutes * minuteMs + seconds * 1_000);
    await insert(series, [
      [at(0, 0), 10],
      [at(0, 20), 30],
      [at(0, 40), 1_000, 'BAD'],
      [at(1, 5), 5, 'UNCERTAIN'],
      // Minute 2 is a gap.
      [at(3, 0), 4],
      [now, 8],
      [new Date(now.getTime() + 1), 10],
    ]);
    await viewHolds(series.siteId, 3);
    const [curve] = await reader.forSites([series.siteId]).curves([series], { from: at(0, 30), to: now, resolution: 'ONE_MINUTE' });
    expect(curve).toEqual({
      resolution: 'ONE_MINUTE',
      timestamps: [at(0, 0), at(1, 0), at(3, 0), thisMinute],
      values: [20, null, 4, 9],
      min: [10, null, 4, 8],
      max: [30, null, 4, 10],
      good: [2, 0, 1, 2],
      count: [3, 1, 1, 2],
      qualities: ['BAD', 'UNCERTAIN', 'GOOD', 'GOOD'],
    });
  });

  test('a wide bucket that the end of the view cuts in two is put together again', async () => {
    const series = newSeries(randomUUID());
    const now = new Date();
    const dayStart = new Date(Math.floor(now.getTime() / 86_400_000) * 86_400_000);
    await insert(series, [
      [dayStart, 2],
      [now, 4],
    ]);
    await viewHolds(series.siteId, 1);
    const [bucket, ...others] = await reader.forSites([series.siteId]).buckets(series, { from: now, to: now }, 'ONE_DAY');
    expect(others).toEqual([]);
    expect(bucket).toEqual({ start: dayStart, min: 2, max: 4, sum: 6, sumOfSquares: 20, last: 4, count: 2, good: 2, bad: 0, uncertain: 0 });
  });

  test('a reading that comes late shows in its minute', async () => {
    const series = newSeries(randomUUID());
    await insert(series, [[past, 1]]);
    await viewHolds(series.siteId, 1);
    await insert(series, [[new Date(past.getTime() + 1_000), 3]]);
    const reads = reader.forSites([series.siteId]);
    await until(async () => (await reads.minutes(series, { from: past, to: past }))[0]?.count === 2);
    expect((await reads.minutes(series, { from: past, to: past }))[0]).toMatchObject({ max: 3, sum: 4, last: 3 });
  });

  test('readings are told one by one while they fit, and in the finest buckets that fit when they do not', async () => {
    const series = newSeries(randomUUID());
    await insert(
      series,
      Array.from({ length: 90 }, (_, index) => [new Date(past.getTime() + index * 40_000), index] as const),
    );
    await viewHolds(series.siteId, 60);
    const reads = reader.forSites([series.siteId]);
    const curve = async (request: CurveRequest) => (await reads.curves([series], request))[0];
    const span = { from: past, to: new Date(past.getTime() + 3_599_000) };
    const raw = await curve(span);
    expect(raw).toMatchObject({ resolution: 'RAW', good: Array.from({ length: 90 }, () => 1) });
    expect(raw?.timestamps).toHaveLength(90);
    const asked = await curve({ ...span, resolution: 'RAW', pointsMax: 89 });
    expect(asked?.resolution).toBe('ONE_MINUTE');
    expect((await curve({ ...span, pointsMax: 20 }))?.resolution).toBe('FIVE_MINUTES');
    expect((await curve({ ...span, resolution: 'FIFTEEN_MINUTES' }))?.timestamps).toHaveLength(4);
    const long = { from: new Date(past.getTime() - 60 * 86_400_000), to: span.to };
    expect(await curve({ ...long, pointsMax: 100 })).toMatchObject({ resolution: 'ONE_DAY', good: [90] });
  });

  test('curves of many series are each as fine as their own readings allow', async () => {
    const siteId = randomUUID();
    const [dense, sparse, silent] = ['Dense', 'Sparse', 'Silent'].map((tag) => newSeries(siteId, tag));
    if (!dense || !sparse || !silent) throw new Error('No series.');
    await insert(
      dense,
      Array.from({ length: 300 }, (_, index) => [new Date(past.getTime() + index * 2_000), index] as const),
    );
    await insert(sparse, [
      [past, 1],
      [new Date(past.getTime() + 300_000), 2],
    ]);
    await viewHolds(siteId, 12);
    const span = { from: past, to: new Date(past.getTime() + 599_000), pointsMax: 20 };
    const curves = await reader.forSites([siteId]).curves([silent, dense, sparse, dense], span);
    expect(curves.map(({ resolution, values }) => [resolution, values.length])).toEqual([
      ['RAW', 0],
      ['ONE_MINUTE', 10],
      ['RAW', 2],
      ['ONE_MINUTE', 10],
    ]);
    expect(curves[1]?.good).toEqual(Array.from({ length: 10 }, () => 30));
    expect(curves[2]?.values).toEqual([1, 2]);
  });

  test('a span holds its last millisecond to the end', async () => {
    const series = newSeries(randomUUID());
    await insert(series, [[past, 1]]);
    await admin`INSERT INTO telemetry_data (timestamp, site_id, asset_id, tag, value, quality) VALUES (${String(past.getTime() * 1_000 + 999)}::long::timestamp, ${series.siteId}, ${series.assetId}, ${series.tag}, 2, 'GOOD')`;
    const reads = reader.forSites([series.siteId]);
    await until(async () => (await reads.raw(series, { from: past, to: new Date(past.getTime() + 10) }, 5)).readings.length === 2);
    expect((await reads.raw(series, { from: past, to: past }, 5)).readings.map(({ value }) => value)).toEqual([1, 2]);
  });

  test('a backward span and an impossible number of points are refused', async () => {
    const series = newSeries(randomUUID());
    const reads = reader.forSites([series.siteId]);
    await expect(reads.curves([series], { from: new Date(1), to: new Date(0) })).rejects.toThrow('The span ends before it begins.');
    await expect(reads.curves([series], { from: past, to: past, pointsMax: 0 })).rejects.toThrow('A curve has from 1 to 20000 points.');
  });

  test('the newest time of every tag of a site is known, of the silent ones too', async () => {
    const siteId = randomUUID();
    const [young, old] = [newSeries(siteId, 'Young'), newSeries(siteId, 'Old')];
    const [now, long] = [new Date(), new Date(past.getTime() - 60 * 86_400_000)];
    await insert(young, [
      [long, 1],
      [now, 2],
    ]);
    await insert(old, [[new Date(long.getTime() + 1_234), 3]]);
    await viewHolds(siteId, 2);
    const found = await reader.forSites([siteId]).newestPerTag(siteId, now);
    expect(found.toSorted((one, other) => one.tag.localeCompare(other.tag))).toEqual([
      { assetId: old.assetId, tag: 'Old', at: new Date(long.getTime() + 1_234) },
      { assetId: young.assetId, tag: 'Young', at: now },
    ]);
  });

  test('a read ends when its signal does, and when it takes too long', async () => {
    const series = newSeries(randomUUID());
    const reads = reader.forSites([series.siteId]);
    const span = { from: past, to: past };
    await expect(reads.raw(series, span, 1, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    const giveUp = new AbortController();
    const read = reads.raw(series, span, 1, giveUp.signal);
    giveUp.abort(new Error('gone too'));
    await expect(read).rejects.toThrow('gone too');

    const hasty = new QuestDbReader({ url: questdb?.pgReadUrl ?? '', timeoutMs: 1 });
    await expect(hasty.forSites([series.siteId]).raw(series, span, 1)).rejects.toMatchObject({
      name: 'QuestDbUnavailable',
      reason: 'timeout',
    });
    await hasty.close();
  });

  test('reads that were given up, in whatever moment, leave every connection usable', async () => {
    const series = newSeries(randomUUID());
    const reads = reader.forSites([series.siteId]);
    const span = { from: past, to: past };
    const given = Array.from({ length: 60 }, async (_, index) => {
      const giveUp = new AbortController();
      const read = reads.raw(series, span, 1, giveUp.signal);
      if (index % 3 > 0) setTimeout(() => giveUp.abort(), index / 6);
      else giveUp.abort();
      await read.catch(() => undefined);
    });
    await Promise.all(given);
    for (const read of Array.from({ length: 6 }, () => reads.raw(series, span, 1))) expect((await read).readings).toEqual([]);
  });

  test('one read too many is refused at once, and a place that was given up is free again', async () => {
    const narrow = new QuestDbReader({ url: questdb?.pgReadUrl ?? '', max: 1, waitingMax: 1 });
    const series = newSeries(randomUUID());
    const reads = narrow.forSites([series.siteId]);
    const span = { from: past, to: past };
    const giveUp = new AbortController();
    const running = reads.raw(series, span, 1);
    const waiting = reads.raw(series, span, 1, giveUp.signal);
    await expect(reads.raw(series, span, 1)).rejects.toMatchObject({ reason: 'busy' });
    giveUp.abort();
    await expect(waiting).rejects.toThrow('abort');
    const next = reads.raw(series, span, 1);
    expect([(await running).readings, (await next).readings]).toEqual([[], []]);
    await narrow.close();
  });
});

test('without sites, and of other sites, nothing is asked', async () => {
  const nowhere = new QuestDbReader({ url: `postgresql://nobody@127.0.0.1:${await freePort()}/qdb` });
  const series = newSeries(randomUUID());
  for (const reads of [nowhere.forSites([]), nowhere.forSites([randomUUID()])]) {
    expect(await reads.latest([series], new Date())).toEqual([null]);
    expect(await reads.raw(series, { from: past, to: past }, 1)).toEqual({ readings: [], more: false });
    expect(await reads.minutes(series, { from: past, to: past })).toEqual([]);
    expect(await reads.newestPerTag(series.siteId, new Date())).toEqual([]);
  }
  await nowhere.close();
});

test('a server that is away is told as such', async () => {
  const away = new QuestDbReader({ url: `postgresql://nobody@127.0.0.1:${await freePort()}/qdb` });
  const series = newSeries(randomUUID());
  await expect(away.forSites([series.siteId]).latest([series], new Date())).rejects.toMatchObject({
    name: 'QuestDbUnavailable',
    reason: 'away',
  });
  await away.close();
});

function newSeries(siteId: string, tag = 'T'): Series {
  return { siteId, assetId: randomUUID(), tag };
}

async function insert(series: Series, readings: readonly (readonly [at: Date, value: number | null, quality?: Quality])[]): Promise<void> {
  for (const [at, value, quality = 'GOOD'] of readings) {
    await admin`INSERT INTO telemetry_data (timestamp, site_id, asset_id, tag, value, quality) VALUES (${at}, ${series.siteId}, ${series.assetId}, ${series.tag}, ${value}, ${quality})`;
  }
  await until(async () => {
    const [row] = await admin<
      { n: string }[]
    >`SELECT count() n FROM telemetry_data WHERE site_id = ${series.siteId} AND asset_id = ${series.assetId} AND tag = ${series.tag} AND timestamp >= ${readings[0]?.[0] ?? past}`;
    return Number(row?.n) >= readings.length;
  });
}

/** Waits until the view holds so many minutes of a site. */
async function viewHolds(siteId: string, minutes: number): Promise<void> {
  await until(async () => {
    const [row] = await admin<{ n: string }[]>`SELECT count() n FROM telemetry_1m WHERE site_id = ${siteId}`;
    return Number(row?.n) >= minutes;
  });
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
