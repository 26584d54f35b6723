import { expect, test } from 'vitest';
import { covers } from './use-readings.ts';

const held = { key: 'a,b', wanted: 'auto', attempt: 0, from: 1_000, to: 9_000, raw: true } as const;

test('every reading of a span is every reading of a part of it', () => {
  expect(covers(held, held)).toBe(true);
  expect(covers(held, { ...held, from: 2_000, to: 3_000 })).toBe(true);
});

test('buckets are not, nor is another time, other tags, another resolution, or a reading that somebody wants anew', () => {
  expect(covers({ ...held, raw: false }, { ...held, from: 2_000, to: 3_000 })).toBe(false);
  for (const other of [{ from: 999 }, { to: 9_001 }, { key: 'a' }, { wanted: 'RAW' as const }, { attempt: 1 }]) {
    expect(covers(held, { ...held, ...other })).toBe(false);
  }
});
