import { expect, test } from 'vitest';
import { alarmOf, assetOf } from './alarm.fixture.ts';
import { letsThrough, orderOf, raisedOf, whereOf, type AlarmFilters } from './filters.ts';

const none: AlarmFilters = { severities: [], sites: [], assets: [], text: '', raised: null };
const ids = { sites: new Map([['CESTAS', 'site-1']]), assets: new Map([['INV-07', 'asset-7']]) };

test('without filters the graph is asked by state alone', () => {
  expect(whereOf('taken', none, ids)).toEqual({ status: { in: ['ACKNOWLEDGED'] } });
  expect(whereOf('history', none, ids)).toEqual({ status: { in: ['RESOLVED'] } });
});

test('the active view asks for what nobody has acknowledged, whether it is over or not', () => {
  expect(whereOf('active', none, ids)).toEqual({ needsAcknowledgement: { eq: true } });
});

test('codes become ids, and a code that nobody knows lets nothing through', () => {
  const where = whereOf('active', { ...none, sites: ['CESTAS'], assets: ['INV-07', 'NOWHERE'] }, ids);
  expect(where).toMatchObject({ siteId: { in: ['site-1'] }, assetId: { in: ['asset-7'] } });
  expect(whereOf('active', { ...none, sites: ['NOWHERE'] }, ids)).toMatchObject({ siteId: { in: [] } });
});

test('an event passes the filters that the graph would let it pass', () => {
  const alarm = alarmOf({ id: 'a', severity: 'HIGH', title: 'Transformer oil hot: TRF-01', asset: assetOf('TRF-01') });
  const day = { from: new Date('2026-11-25T00:00:00Z'), to: new Date('2026-11-26T00:00:00Z') };
  expect(letsThrough({ ...none, severities: ['HIGH'], assets: ['TRF-01'], text: 'OIL', raised: day }, alarm)).toBe(true);
  for (const other of [{ severities: ['CRITICAL'] }, { assets: ['TRF-02'] }, { text: 'winding' }, { sites: ['MOSS'] }] as const) {
    expect(letsThrough({ ...none, ...other }, alarm)).toBe(false);
  }
  expect(letsThrough({ ...none, raised: { from: day.to, to: new Date('2026-11-27T00:00:00Z') } }, alarm)).toBe(false);
});

test('a span up to now goes on: what is raised after it was chosen passes, one with an end keeps it out', () => {
  const now = new Date('2026-11-25T12:00:00Z');
  const later = alarmOf({ id: 'a', triggeredAt: '2026-11-25T12:05:00Z' });
  const live = { ...none, raised: raisedOf({ from: 'now-24h', to: 'now' }, now, 'UTC') };
  expect(whereOf('active', live, ids)).toMatchObject({ triggeredAt: { gte: '2026-11-24T12:00:00.000Z' } });
  expect(whereOf('active', live, ids).triggeredAt).not.toHaveProperty('lt');
  expect(letsThrough(live, later)).toBe(true);
  const yesterday = { ...none, raised: raisedOf({ from: 'now-1d/d', to: 'now-1d/d' }, now, 'UTC') };
  expect(whereOf('active', yesterday, ids)).toMatchObject({ triggeredAt: { lt: '2026-11-25T00:00:00.000Z' } });
  expect(letsThrough(yesterday, later)).toBe(false);
});

test('what is open is sorted by its last raise, what is over by its first', () => {
  expect(orderOf('active', { field: 'raised', direction: 'DESC' })).toEqual({ field: 'LAST_OCCURRENCE_AT', direction: 'DESC' });
  expect(orderOf('active', { field: 'severity', direction: 'DESC' })).toEqual({ field: 'SEVERITY', direction: 'DESC' });
  expect(orderOf('history', { field: 'severity', direction: 'ASC' })).toEqual({ field: 'TRIGGERED_AT', direction: 'ASC' });
});
