import { describe, expect, test } from 'vitest';
import { BatchBuilder, BatchView, encodeSeriesKey, type SeriesKey } from './batch.ts';
import { AS_SENT, BAD, GOOD, MQTT, OUT_OF_RANGE, RATE_OF_CHANGE } from './quality.ts';

const head = {
  tenantId: '0198a000-0000-7000-8000-000000000001',
  siteId: '0198a000-0000-7000-8000-000000000002',
  gatewayId: '0198a000-0000-7000-8000-000000000003',
  arrivedMs: 1_763_812_800_123,
  sentMs: 1_763_812_800_000,
};

function series(number: number, tag: string) {
  const id = (kind: number) => `0198a000-0000-7000-8${kind}00-${number.toString(16).padStart(12, '0')}`;
  const identity: SeriesKey = { mappingId: id(1), assetId: id(2), tag };
  return { identity, key: encodeSeriesKey(identity) };
}

describe('a batch in the journal', () => {
  test('comes back as it went in, names, values, qualities and times', () => {
    const power = series(1, 'INV-07.ActivePower');
    const heat = series(2, 'INV-07.Kühlkörper °C');
    const batch = new BatchBuilder<typeof power>();
    batch.add(power, 1_763_812_799_000.25, 612.4, GOOD, 0, AS_SENT);
    batch.add(heat, 1_763_812_799_000, null, BAD, MQTT, RATE_OF_CHANGE);
    batch.add(power, 1_763_812_799_500, -1e300, BAD, 3, OUT_OF_RANGE);
    const view = new BatchView(batch.encode(head));
    expect(view).toMatchObject({ ...head, rows: 3, seriesCount: 2 });
    expect([0, 1].map((index) => view.seriesKey(index))).toEqual([power.identity, heat.identity]);
    expect(
      [0, 1, 2].map((row) => [
        view.series(row),
        view.timeMs(row),
        view.value(row),
        view.quality(row),
        view.protocol(row),
        view.reason(row),
      ]),
    ).toEqual([
      [0, 1_763_812_799_000.25, 612.4, GOOD, 0, AS_SENT],
      [1, 1_763_812_799_000, null, BAD, MQTT, RATE_OF_CHANGE],
      [0, 1_763_812_799_500, -1e300, BAD, 3, OUT_OF_RANGE],
    ]);
    expect(view.seriesKeyText(1)).toBe(heat.key.toString('latin1'));
  });

  test('is refused when its bytes do not fit its rows', () => {
    const batch = new BatchBuilder<ReturnType<typeof series>>();
    batch.add(series(1, 'A.B'), 1, 1, GOOD, MQTT, AS_SENT);
    const bytes = batch.encode(head);
    expect(() => new BatchView(bytes.subarray(0, -1))).toThrow(RangeError);
  });
});
