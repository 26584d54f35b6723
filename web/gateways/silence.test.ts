import { expect, test } from 'vitest';
import { silenceMs, silentFirst, skewParts } from './silence.ts';

const nowMs = Date.parse('2026-11-25T12:00:00Z');
const ago = (seconds: number) => new Date(nowMs - seconds * 1000).toISOString();

test('a gateway is silent after a minute', () => {
  expect(silenceMs(ago(60), nowMs)).toBeNull();
  expect(silenceMs(ago(61), nowMs)).toBe(61_000);
  expect(silenceMs(null, nowMs)).toBe(Number.POSITIVE_INFINITY);
});

test('who is silent comes first, the longest silent one before all', () => {
  const gateways = [
    { code: 'GW-04', lastSeenAt: ago(3) },
    { code: 'GW-03', lastSeenAt: ago(20) },
    { code: 'GW-01', lastSeenAt: ago(90) },
    { code: 'GW-02', lastSeenAt: ago(9000) },
    { code: 'GW-05', lastSeenAt: null },
  ];
  expect(silentFirst(gateways, nowMs).map(({ code }) => code)).toEqual(['GW-05', 'GW-02', 'GW-01', 'GW-03', 'GW-04']);
});

test.each([
  [40, { way: 'right', amount: 0.04, unit: 's' }],
  [-350, { way: 'behind', amount: 0.35, unit: 's' }],
  [90_000, { way: 'ahead', amount: 90, unit: 's' }],
  [180_000, { way: 'ahead', amount: 3, unit: 'min' }],
  [-10_800_000, { way: 'behind', amount: 3, unit: 'h' }],
  [259_200_000, { way: 'ahead', amount: 3, unit: 'd' }],
])('a clock off by %i ms', (skewMs, parts) => expect(skewParts(skewMs)).toEqual(parts));
