import { expect, test } from 'vitest';
import { alarmsAround, isCut, isWithin } from './alarm-times.ts';

const span = { from: Date.parse('2026-11-25T12:00:00Z'), to: Date.parse('2026-11-26T12:00:00Z') };

test('an alarm belongs to the span when it was raised in it, or was not over when it began', () => {
  expect(isWithin({ triggeredAt: '2026-11-26T00:00:00Z', resolvedAt: null }, span)).toBe(true);
  expect(isWithin({ triggeredAt: '2026-11-25T08:00:00Z', resolvedAt: '2026-11-25T13:00:00Z' }, span)).toBe(true);
  expect(isWithin({ triggeredAt: '2026-11-01T08:00:00Z', resolvedAt: null }, span)).toBe(true);
  expect(isWithin({ triggeredAt: '2026-11-25T08:00:00Z', resolvedAt: '2026-11-25T09:00:00Z' }, span)).toBe(false);
  expect(isWithin({ triggeredAt: '2026-11-26T12:00:00Z', resolvedAt: null }, span)).toBe(false);
});

test('what began before the span is asked for, too', () => {
  expect(alarmsAround(['a'], span).or?.[0]?.triggeredAt).toEqual({ gte: '2026-11-18T12:00:00.000Z', lt: '2026-11-26T12:00:00.000Z' });
});

test('what does not fit and is older than the span is not missed', () => {
  const of = (triggeredAt: string, totalCount: number) => ({ nodes: [{ triggeredAt }], totalCount });
  expect(isCut(of('2026-11-26T00:00:00Z', 2), span)).toBe(true);
  expect(isCut(of('2026-11-25T00:00:00Z', 2), span)).toBe(false);
  expect(isCut(of('2026-11-26T00:00:00Z', 1), span)).toBe(false);
});
