import { expect, test } from 'vitest';
import { byNeed, stateOf, type Site } from './site-state.ts';

function siteWith(code: string, counts: Site['alertCounts']): Site {
  return {
    __typename: 'Site',
    id: code,
    code,
    name: code,
    location: null,
    timezone: 'UTC',
    type: null,
    status: 'ACTIVE',
    latitude: null,
    longitude: null,
    capacityMw: null,
    storageCapacityMwh: null,
    alertCounts: counts,
    power: null,
  };
}

function count(severity: 'CRITICAL' | 'HIGH' | 'LOW', active: number, acknowledged: number, suppressed = 0, cleared = 0) {
  return { __typename: 'AlertCount' as const, severity, active, acknowledged, suppressed, cleared };
}

test("a site's worst alarm is unacknowledged as soon as one of that severity is, and what is shelved is no alarm", () => {
  expect(stateOf(siteWith('A', [count('LOW', 3, 0), count('HIGH', 1, 2)]))).toMatchObject({
    worst: { severity: 'HIGH', acknowledged: false },
    openAlarms: 6,
    unacknowledged: 4,
  });
  expect(stateOf(siteWith('A', [count('CRITICAL', 0, 0, 1), count('LOW', 0, 1)]))).toMatchObject({
    worst: { severity: 'LOW', acknowledged: true },
    openAlarms: 1,
    unacknowledged: 0,
  });
});

test('of a site whose alarms the viewer may not read nobody says that there are none', () => {
  expect(stateOf(siteWith('A', null))).toMatchObject({ worst: null, alarmsKnown: false });
  expect(stateOf(siteWith('A', []))).toMatchObject({ worst: null, alarmsKnown: true });
});

test('what was over before anybody had acknowledged it is unacknowledged, and not open', () => {
  expect(stateOf(siteWith('A', [count('HIGH', 0, 1, 0, 2)]))).toMatchObject({
    openAlarms: 1,
    unacknowledged: 2,
    worst: { acknowledged: true },
  });
});

test('the site that needs somebody first comes first', () => {
  const sites = [
    siteWith('QUIET', []),
    siteWith('TAKEN', [count('CRITICAL', 0, 1)]),
    siteWith('HIGH', [count('HIGH', 1, 0)]),
    siteWith('WORST', [count('CRITICAL', 1, 0)]),
  ];
  expect(
    sites
      .map(stateOf)
      .sort(byNeed)
      .map(({ site }) => site.code),
  ).toEqual(['WORST', 'TAKEN', 'HIGH', 'QUIET']);
});
