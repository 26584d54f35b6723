import { expect, test } from 'vitest';
import { alarmsAround, isCut, isWithin, together, type TrendAlarm } from './alarm-times.ts';

const span = { from: Date.parse('2026-11-25T12:00:00Z'), to: Date.parse('2026-11-26T12:00:00Z') };

test('an alarm belongs to the span when it was raised in it, or was not over when it began', () => {
  expect(isWithin({ triggeredAt: '2026-11-26T00:00:00Z', resolvedAt: null }, span)).toBe(true);
  expect(isWithin({ triggeredAt: '2026-11-25T08:00:00Z', resolvedAt: '2026-11-25T13:00:00Z' }, span)).toBe(true);
  expect(isWithin({ triggeredAt: '2026-11-01T08:00:00Z', resolvedAt: null }, span)).toBe(true);
  expect(isWithin({ triggeredAt: '2026-11-25T08:00:00Z', resolvedAt: '2026-11-25T09:00:00Z' }, span)).toBe(false);
  expect(isWithin({ triggeredAt: '2026-11-26T12:00:00Z', resolvedAt: null }, span)).toBe(false);
});

test('what began before the span is asked for too, and what still stands apart from what is over', () => {
  expect(alarmsAround(['a'], { from: span.from + 30_000, to: span.to - 30_000 })).toEqual({
    within: { assetId: { in: ['a'] }, triggeredAt: { gte: '2026-11-25T12:00:00.000Z', lt: '2026-11-26T12:00:00.000Z' } },
    before: {
      assetId: { in: ['a'] },
      status: { eq: 'RESOLVED' },
      triggeredAt: { gte: '2026-11-18T12:00:00.000Z', lt: '2026-11-25T12:00:00.000Z' },
    },
    standing: {
      assetId: { in: ['a'] },
      status: { in: ['ACTIVE', 'ACKNOWLEDGED', 'SUPPRESSED'] },
      triggeredAt: { lt: '2026-11-25T12:00:00.000Z' },
    },
  });
});

test('an alarm that is in two parts is one', () => {
  const [one, other] = [alarmOf('one'), alarmOf('other')];
  expect(together([{ nodes: [one] }, { nodes: [one, other] }])).toEqual([one, other]);
});

test('what did not fit is announced', () => {
  expect(isCut({ nodes: [1, 2], totalCount: 3 })).toBe(true);
  expect(isCut({ nodes: [1, 2], totalCount: 2 })).toBe(false);
});

function alarmOf(id: string): TrendAlarm {
  return {
    __typename: 'Alert',
    id,
    number: `ALM-${id}`,
    title: 'Transformer oil hot',
    severity: 'HIGH',
    status: 'ACTIVE',
    triggeredAt: '2026-11-20T00:00:00Z',
    resolvedAt: null,
    asset: null,
    tag: null,
  };
}
