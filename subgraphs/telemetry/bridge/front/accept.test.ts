import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { LetterBook, sampleBytesMax } from '../dead-letters/letter.ts';
import { toSeries, type MappingRow, type SiteMapping } from '../mappings/mapping.ts';
import { BatchView } from '../readings/batch.ts';
import { ageMsMax, examine, futureMsMax, toLetters, type GatewayIdentity } from './accept.ts';

const id = (number: number) => `0198a000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const gateway: GatewayIdentity = {
  gatewayId: id(1),
  username: 'helios:CESTAS:GW-01',
  tenantId: id(2),
  tenantCode: 'helios',
  siteId: id(3),
  siteCode: 'CESTAS',
};
const topic = 'dcmms/v1/helios/CESTAS/telemetry';
const now = 1_763_812_800_000;

const row: MappingRow = {
  mappingId: id(10),
  siteId: gateway.siteId,
  assetId: id(11),
  assetCode: 'INV-07',
  assetType: 'inverter',
  tag: 'INV-07.ActivePower',
  unit: 'kW',
  metric: null,
  protocol: 'opcua',
  minValid: 0,
  maxValid: 1_000,
  maxRatePerS: null,
  expectedIntervalS: null,
};

const heat: MappingRow = { ...row, mappingId: id(20), tag: 'INV-07.HeatsinkTemperature', minValid: -40, maxValid: 150, maxRatePerS: 2 };
let site: SiteMapping;

beforeEach(() => {
  const rows = [row, heat].map((one) => toSeries(one, undefined));
  site = {
    tenantId: gateway.tenantId,
    tenantCode: 'helios',
    siteId: gateway.siteId,
    siteCode: 'CESTAS',
    byTag: new Map(rows.map((series) => [series.tag, series])),
  };
});

function send(message: unknown, options: { topic?: string; site?: SiteMapping | undefined; raw?: Buffer } = {}) {
  const examined = examine(
    gateway,
    options.topic ?? topic,
    options.raw ?? Buffer.from(JSON.stringify(message)),
    now,
    'site' in options ? options.site : site,
  );
  const view = examined.batch && new BatchView(examined.batch);
  const stored =
    view &&
    Array.from({ length: view.rows }, (_, index) => [
      view.seriesKey(view.series(index)).tag,
      view.timeMs(index),
      view.value(index),
      view.quality(index),
      view.reason(index),
    ]);
  return { view, stored, faults: Object.fromEntries([...examined.faults].map(([reason, fault]) => [reason, fault.count])), examined };
}

const point = { asset: 'INV-07', tag: 'INV-07.ActivePower', t: now - 1_000, v: 612.4 };

describe('a message of a gateway', () => {
  test('becomes one batch of its site, with the mapping, the stamp and the protocol of each point', () => {
    const { view, stored, faults } = send({ sentAt: now - 500, points: [point, { ...point, tag: heat.tag, v: 41, p: 'dnp3' }] });
    expect(view).toMatchObject({
      tenantId: gateway.tenantId,
      siteId: gateway.siteId,
      gatewayId: gateway.gatewayId,
      arrivedMs: now,
      sentMs: now - 500,
    });
    expect(view && [view.protocol(0), view.protocol(1)]).toEqual([1, 3]);
    expect(view?.seriesKey(0)).toEqual({ mappingId: id(10), assetId: id(11), tag: 'INV-07.ActivePower' });
    expect(stored).toEqual([
      ['INV-07.ActivePower', now - 1_000, 612.4, 0, 0],
      ['INV-07.HeatsinkTemperature', now - 1_000, 41, 0, 0],
    ]);
    expect(faults).toEqual({});
  });

  test('may be packed', () => expect(send(undefined, { raw: gzipSync(JSON.stringify({ points: [point] })) }).stored).toHaveLength(1));

  test('a point without a time has the time of sending, else of arrival', () => {
    const { t: _t, ...timeless } = point;
    expect(send({ sentAt: now - 7, points: [timeless] }).stored?.[0]?.[1]).toBe(now - 7);
    expect(send({ points: [timeless] }).stored?.[0]?.[1]).toBe(now);
  });

  test('a time of sending that is none spoils only the points that need it', () => {
    const { t: _t, ...timeless } = point;
    const { stored, faults, view } = send({ sentAt: 'soon', points: [point, timeless] });
    expect(stored).toHaveLength(1);
    expect(faults).toEqual({ bad_timestamp: 1 });
    expect(view?.sentMs).toBe(now);
  });

  test('five minutes ahead is stored as sent, more is bad_timestamp; so is older than 85 days', () => {
    const times = [now + futureMsMax, now + futureMsMax + 1, now - ageMsMax, now - ageMsMax - 1, 1e300, -1e300];
    const { stored, faults } = send({ points: times.map((t) => ({ ...point, t })) });
    expect(stored?.map(([, t]) => t)).toEqual([now + futureMsMax, now - ageMsMax]);
    expect(faults).toEqual({ bad_timestamp: 4 });
  });

  test('a value out of range or too fast is stored with a lower quality and the reason', () => {
    const heatAt = (t: number, v: number) => ({ ...point, tag: heat.tag, t, v });
    const { stored } = send({
      points: [{ ...point, v: 1_000.1 }, heatAt(now - 3_000, 40), heatAt(now - 2_000, 60), heatAt(now - 1_000, 60)],
    });
    expect(stored?.map(([, , v, quality, reason]) => [v, quality, reason])).toEqual([
      [1_000.1, 1, 1],
      [40, 0, 0],
      [60, 2, 2],
      [60, 0, 0],
    ]);
  });

  test('an unknown asset, an unknown tag and a tag of another asset are unknown_tag, and the rest is stored', () => {
    const { stored, faults } = send({
      points: [{ ...point, asset: 'INV-99' }, { ...point, tag: 'INV-07.Nothing' }, { ...point, asset: 'inv-07' }, point],
    });
    expect(stored).toHaveLength(1);
    expect(faults).toEqual({ unknown_tag: 3 });
  });

  test.each([
    ['a topic of another site', { topic: 'dcmms/v1/helios/MOSS/telemetry' }, 'forbidden'],
    ['a topic of another tenant', { topic: 'dcmms/v1/borealis/CESTAS/telemetry' }, 'forbidden'],
    ['any other topic', { topic: 'hello' }, 'forbidden'],
    ['a site that is gone', { site: undefined }, 'unknown_site'],
    ['text', { raw: Buffer.from('hello') }, 'invalid_schema'],
    ['nothing', { raw: Buffer.alloc(0) }, 'invalid_schema'],
    ['broken UTF-8', { raw: Buffer.from([0xff, 0xfe, 0x00]) }, 'invalid_schema'],
    ['a message that is too large', { raw: Buffer.alloc(256 * 1024 + 1, 32) }, 'too_large'],
  ])('%s is one fault of the message', (_what, options, reason) => {
    const { examined, faults } = send({ points: [point] }, options);
    expect(examined.batch).toBeUndefined();
    expect(faults).toEqual({ [reason]: 1 });
  });

  test('its faults become letters with a sample: of a point the point, of a message its beginning', () => {
    const book = new LetterBook();
    const bad = send({ points: [{ ...point, v: 'much' }, { ...point, v: [] }, point] });
    const [letter] = toLetters(gateway, topic, bad.examined, book, now);
    expect(letter).toMatchObject({
      tenantId: gateway.tenantId,
      siteId: gateway.siteId,
      gatewayId: gateway.gatewayId,
      topic,
      reason: 'invalid_schema',
      count: 2,
    });
    expect(JSON.parse(Buffer.from(letter?.sample ?? '', 'base64').toString())).toEqual({ ...point, v: 'much' });
    const foreign = send({ points: [point] }, { topic: 'hello' });
    expect(Buffer.from(toLetters(gateway, 'hello', foreign.examined, book, now)[0]?.sample ?? '', 'base64').toString()).toBe(
      JSON.stringify({ points: [point] }),
    );
  });

  test('a point that can be read and not be written again is a dead letter of that point alone', () => {
    const deep = `{"points":[{"asset":"A","tag":"B","v":${'['.repeat(100_000)}${']'.repeat(100_000)}},${JSON.stringify(point)}]}`;
    const { stored, faults, examined } = send(undefined, { raw: Buffer.from(deep) });
    expect(stored).toHaveLength(1);
    expect(faults).toEqual({ invalid_schema: 1 });
    const [letter] = toLetters(gateway, topic, examined, new LetterBook(), now);
    expect(letter).toMatchObject({ reason: 'invalid_schema', count: 1 });
    expect(Buffer.from(letter?.sample ?? '', 'base64').toString()).toBe(deep.slice(0, sampleBytesMax));
  });

  test('names that are made up take no room where unknown names are remembered', () => {
    const { faults, examined } = send({
      points: [
        { ...point, tag: 'x'.repeat(100_000) },
        { ...point, tag: 'INV-07.Nothing' },
      ],
    });
    expect(faults).toEqual({ unknown_tag: 2 });
    expect([...examined.unknown]).toEqual(['INV-07/INV-07.Nothing']);
  });

  test('is the same when it is examined again', () => {
    const message = { points: [30, 90, 31].map((v, index) => ({ ...point, tag: heat.tag, t: now - 500 + index, v })) };
    expect(send(message).stored).toEqual(send(message).stored);
  });
});
