import { Sender } from '@questdb/nodejs-client';
import { describe, expect, test } from 'vitest';
import { BatchBuilder, BatchView, encodeSeriesKey } from '../readings/batch.ts';
import { protocolNames, qualityNames, reasonNames, type Protocol, type Quality, type QualityReason } from '../readings/quality.ts';
import { LineEncoder, table } from './encode.ts';

/** Numbers that repeat from run to run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const random = seeded(2026);
const pick = <Item>(items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};
const uuid = () => 'xxxxxxxx-xxxx-7xxx-8xxx-xxxxxxxxxxxx'.replaceAll('x', () => Math.floor(random() * 16).toString(16));
const qualities: readonly Quality[] = [0, 1, 2];
const protocols: readonly Protocol[] = [0, 1, 2, 3, 4];
const reasons: readonly QualityReason[] = [0, 1, 2];
const characters = [...'abcXYZ0189._-/ ,=\\"\n\r\t\'äß°µ漢🔥\u0000\u007f'];
const text = () => Array.from({ length: 1 + Math.floor(random() * 30) }, () => pick(characters)).join('');
const values = [0, -0, 1, -1, 0.1, 612.4, 1e300, -1e-300, 5e-324, Number.MAX_SAFE_INTEGER, 10, 2570];

interface Row {
  readonly assetId: string;
  readonly tag: string;
  readonly timeMs: number;
  readonly value: number | null;
  readonly quality: Quality;
  readonly protocol: Protocol;
  readonly reason: QualityReason;
}

function encodeOwn(encoder: LineEncoder, head: { siteId: string; sentMs: number }, rows: readonly Row[]): void {
  const batch = new BatchBuilder<{ key: Buffer; name: string }>();
  const series = new Map<string, { key: Buffer; name: string }>();
  for (const row of rows) {
    const name = `${row.assetId}/${row.tag}`;
    const known = series.get(name) ?? { name, key: encodeSeriesKey({ mappingId: uuid(), assetId: row.assetId, tag: row.tag }) };
    series.set(name, known);
    batch.add(known, row.timeMs, row.value, row.quality, row.protocol, row.reason);
  }
  encoder.append(new BatchView(batch.encode({ tenantId: uuid(), gatewayId: uuid(), arrivedMs: 0, ...head })));
}

async function encodeOracle(sender: Sender, head: { siteId: string; sentMs: number }, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    sender
      .table(table)
      .symbol('site_id', head.siteId)
      .symbol('asset_id', row.assetId)
      .symbol('tag', row.tag)
      .symbol('quality', qualityNames[row.quality])
      .symbol('source_protocol', protocolNames[row.protocol]);
    if (row.value !== null) sender.floatColumn('value', row.value);
    sender.timestampColumn('ingested_at', Math.round(head.sentMs * 1000), 'us');
    if (row.reason !== 0) sender.stringColumn('metadata', JSON.stringify({ reason: reasonNames[row.reason] }));
    await sender.at(Math.round(row.timeMs * 1000), 'us');
  }
}

/** What the client would send; its buffer is handed to its transport, and nowhere else to be had. */
async function bytesOf(fill: (sender: Sender) => Promise<void>): Promise<Buffer> {
  const sent: Buffer[] = [];
  const sender = await Sender.fromConfig('http::addr=127.0.0.1:1;protocol_version=2;auto_flush=off;');
  Reflect.set(sender, 'transport', { send: async (data: Buffer) => sent.push(Buffer.from(data)) > 0, close: async () => undefined });
  await fill(sender);
  await sender.flush();
  await sender.close();
  return Buffer.concat(sent);
}

describe('the line encoder', () => {
  test("makes the official client's bytes, over thousands of random rows", async () => {
    const assets = Array.from({ length: 20 }, uuid);
    const tags = Array.from({ length: 60 }, text);
    const batches = Array.from({ length: 40 }, () => ({
      head: { siteId: uuid(), sentMs: Math.floor(1.6e12 + random() * 4e11) },
      rows: Array.from({ length: 1 + Math.floor(random() * 200) }, (): Row => ({
        assetId: pick(assets),
        tag: pick(tags),
        timeMs: pick([Math.floor(1.6e12 + random() * 4e11), 1.7e12 + Math.floor(random() * 1e6) / 1000, Math.floor(random() * 1e9)]),
        value: pick([null, pick(values), random() * 1e4, -random()]),
        quality: pick(qualities),
        protocol: pick(protocols),
        reason: pick(reasons),
      })),
    }));
    const encoder = new LineEncoder();
    for (const { head, rows } of batches) encodeOwn(encoder, head, rows);
    const oracle = await bytesOf(async (sender) => {
      for (const { head, rows } of batches) await encodeOracle(sender, head, rows);
    });
    expect(encoder.rows).toBeGreaterThan(3_000);
    expect(encoder.bytes.equals(oracle)).toBe(true);
  });

  test('leaves out the value of a reading that has none, and says nothing where there is no reason', () => {
    const encoder = new LineEncoder();
    const siteId = '0198a000-0000-7000-8000-000000000002';
    const row = { assetId: siteId, tag: 'A.B', timeMs: 1_763_812_799_000, quality: 1, protocol: 4, reason: 0 } as const;
    encodeOwn(encoder, { siteId, sentMs: 1_763_812_800_000 }, [{ ...row, value: null }]);
    expect(encoder.bytes.toString()).toBe(
      `telemetry_data,site_id=${siteId},asset_id=${siteId},tag=A.B,quality=BAD,source_protocol=mqtt ingested_at=1763812800000000t 1763812799000000t\n`,
    );
  });

  test('gives the bytes of any run of rows', () => {
    const encoder = new LineEncoder();
    const siteId = uuid();
    const rows = Array.from({ length: 10 }, (_, index): Row => ({
      assetId: siteId,
      tag: `T${index}`,
      timeMs: 1.7e12 + index,
      value: index,
      quality: 0,
      protocol: 0,
      reason: 0,
    }));
    encodeOwn(encoder, { siteId, sentMs: 1.7e12 }, rows);
    expect(Buffer.concat([encoder.slice(0, 4), encoder.slice(4, 5), encoder.slice(5, 10)])).toEqual(Buffer.from(encoder.bytes));
    expect(encoder.slice(4, 5).toString()).toContain('tag=T4,');
  });
});
