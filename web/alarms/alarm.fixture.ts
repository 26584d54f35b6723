import type { Alarm } from './alarm.ts';

/** An alarm for tests: whatever a test does not name is of no matter to it. */
export function alarmOf(of: Partial<Alarm> & { readonly id: string }): Alarm {
  return {
    __typename: 'Alert',
    number: `ALM-${of.id}`,
    severity: 'HIGH',
    status: 'ACTIVE',
    needsAcknowledgement: (of.status ?? 'ACTIVE') === 'ACTIVE',
    title: 'Transformer oil hot',
    message: null,
    value: 97.2,
    threshold: 95,
    unit: '°C',
    triggeredAt: '2026-11-25T02:58:00.000Z',
    lastOccurrenceAt: null,
    occurrenceCount: 1,
    acknowledgedAt: null,
    acknowledgedBy: null,
    acknowledgmentComment: null,
    resolvedAt: null,
    resolvedAutomatically: false,
    suppressedUntil: null,
    suppressionReason: null,
    site: null,
    asset: null,
    workOrder: null,
    ...of,
  };
}

export function assetOf(code: string): NonNullable<Alarm['asset']> {
  return { __typename: 'Asset', id: `asset-${code}`, code, name: code };
}
