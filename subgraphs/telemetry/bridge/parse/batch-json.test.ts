import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseBatchJson } from './batch-json.ts';
import type { PointSink } from './sink.ts';
import { unpack, unpackedBytesMax, wireBytesMax } from './unpack.ts';

function read(message: unknown) {
  const points: unknown[][] = [];
  const faults: unknown[][] = [];
  const sink: PointSink = {
    point: (...point) => void points.push(point),
    fault: (reason, detail, sample) => void faults.push([reason, sample, detail]),
  };
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  let sentAtMs: number | undefined;
  const parsed = parseBatchJson(Buffer.from(text), sink, (envelope) => (sentAtMs = envelope.sentAtMs));
  return { parsed, points, faults, sentAtMs };
}

const point = { asset: 'INV-07', tag: 'INV-07.ActivePower', t: 1_763_812_799_000, v: 612.4 };

/** The value that a point's `v` (as JSON text) comes to; 'refused' when it becomes a dead letter. */
function valueOf(v: string): unknown {
  const { points, faults } = read(`{"points":[{"asset":"A","tag":"A.B","t":1,"v":${v}},{"asset":"A","tag":"A.C","t":1,"v":7}]}`);
  // Whatever the first point is, the second one must not go with it.
  expect(points.at(-1)?.[3]).toBe(7);
  const [reason] = faults.map(([first]) => first);
  return reason === 'invalid_schema' ? 'refused' : (reason ?? points[0]?.slice(3, 5));
}

describe('our own batch JSON', () => {
  test('gives every point with its asset, tag, time, value, quality and protocol', () => {
    const { points, faults, sentAtMs } = read({
      gateway: 'GW-01',
      seq: 17,
      sentAt: 1_763_812_800_000,
      points: [{ ...point, q: 'UNCERTAIN', p: 'modbus' }, point],
    });
    expect(points).toEqual([
      ['INV-07', 'INV-07.ActivePower', 1_763_812_799_000, 612.4, 2, 0],
      ['INV-07', 'INV-07.ActivePower', 1_763_812_799_000, 612.4, 0, undefined],
    ]);
    expect(faults).toEqual([]);
    expect(sentAtMs).toBe(1_763_812_800_000);
  });

  test.each([
    ['12.5', [12.5, 0]],
    ['true', [1, 0]],
    ['false', [0, 0]],
    ['"12.5"', [12.5, 0]],
    ['"-1e3"', [-1000, 0]],
    ['null', [null, 1]],
    ['"NaN"', 'refused'],
    ['NaN', 'refused'],
    ['Infinity', 'refused'],
    ['-Infinity', 'refused'],
    ['1e999', 'refused'],
    ['"1e999"', 'refused'],
    ['[1]', 'refused'],
    ['{"a":1}', 'refused'],
    ['"on"', 'refused'],
    ['"0x10"', 'refused'],
    ['"1,5"', 'refused'],
    ['""', 'refused'],
  ])('a value %s is %j', (v, expected) => expect(valueOf(v)).toEqual(expected));

  test('a point without a value is a dead letter of that point alone', () => {
    const { points, faults } = read({ points: [{ asset: 'A', tag: 'A.B' }, point] });
    expect(points).toHaveLength(1);
    expect(faults.map(([reason, sample]) => [reason, sample])).toEqual([['invalid_schema', { asset: 'A', tag: 'A.B' }]]);
  });

  test.each([
    ['not an object', 5],
    ['a list', [1]],
    ['no asset', { ...point, asset: undefined }],
    ['an asset that is a number', { ...point, asset: 7 }],
    ['an empty tag', { ...point, tag: '' }],
    ['an unknown quality', { ...point, q: 'good' }],
    ['an unknown protocol', { ...point, p: 'bacnet' }],
  ])('a point that is %s does not take the others along', (_what, bad) => {
    const { points, faults } = read({ points: [point, bad, point] });
    expect(points).toHaveLength(2);
    expect(faults.map(([reason]) => reason)).toEqual(['invalid_schema']);
  });

  test.each([
    ['2025-11-22T11:59:59Z', 1_763_812_799_000],
    ['2025-11-22T12:59:59.5+01:00', 1_763_812_799_500],
    ['2025-11-22T07:29:59.000250-0430', 1_763_812_799_000.25],
    ['2025-11-22T11:59:59.500000000000Z', 1_763_812_799_500],
    ['20251122T115959Z', 1_763_812_799_000],
    ['20251122T125959.5+0100', 1_763_812_799_500],
    [1_763_812_799_000.5, 1_763_812_799_000.5],
  ])('a time %s is read', (t, expected) => expect(read({ points: [{ ...point, t }] }).points[0]?.[2]).toBe(expected));

  test.each(['2025-11-22T11:59:59', '2025-11-22', '2025-02-30T00:00:00Z', '2025-11-22T25:00:00Z', '1763812799000', true, {}])(
    'a time %j is bad_timestamp',
    (t) => {
      const { points, faults } = read({ points: [{ ...point, t }, point] });
      expect(points).toHaveLength(1);
      expect(faults.map(([reason]) => reason)).toEqual(['bad_timestamp']);
    },
  );

  test('a point without a time leaves it to the batch', () =>
    expect(read({ points: [{ asset: 'A', tag: 'A.B', v: 1 }] }).points[0]?.[2]).toBeUndefined());

  test('a time of sending that cannot be read is told from none', () => {
    expect(read({ points: [] }).sentAtMs).toBeUndefined();
    expect(read({ sentAt: 'yesterday', points: [] }).sentAtMs).toBeNaN();
  });

  test.each(['', '{', '[]', '"x"', 'null', '{"points":{}}', '{}', 'NaN'])('%s is no batch at all', (text) => {
    const { parsed, points, faults } = read(text);
    expect(parsed.kind).toBe('unreadable');
    expect([...points, ...faults]).toEqual([]);
  });

  test('a string that looks like a bare NaN stays as it is', () => {
    const { points } = read('{"points":[{"asset":"NaN","tag":"say \\"NaN\\" twice","t":1,"v":1},{"asset":"A","tag":"B","v":NaN}]}');
    expect(points[0]?.slice(0, 2)).toEqual(['NaN', 'say "NaN" twice']);
  });
});

describe('unpacking', () => {
  test('takes plain text and gzip', () => {
    expect(unpack(Buffer.from('{}'))).toEqual({ kind: 'plain', bytes: Buffer.from('{}') });
    expect(unpack(gzipSync('{"a":1}'))).toEqual({ kind: 'plain', bytes: Buffer.from('{"a":1}') });
  });

  test('takes exactly the largest message and refuses one byte more, on the wire and unpacked', () => {
    expect(unpack(Buffer.alloc(wireBytesMax, 32)).kind).toBe('plain');
    expect(unpack(Buffer.alloc(wireBytesMax + 1, 32))).toMatchObject({ reason: 'too_large' });
    expect(unpack(gzipSync(Buffer.alloc(unpackedBytesMax, 32))).kind).toBe('plain');
    expect(unpack(gzipSync(Buffer.alloc(unpackedBytesMax + 1, 32)))).toMatchObject({ reason: 'too_large' });
  });

  test('a broken gzip is invalid_schema', () =>
    expect(unpack(Buffer.from([0x1f, 0x8b, 1, 2, 3]))).toMatchObject({ reason: 'invalid_schema' }));
});
