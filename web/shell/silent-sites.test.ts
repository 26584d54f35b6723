import { expect, test } from 'vitest';
import { newestSeenAt, silentSites, type HeardGateway } from './silent-sites.ts';

const nowMs = Date.parse('2026-11-25T12:00:00Z');
const gateway = (code: string, site: string | null, secondsAgo: number | null): HeardGateway => ({
  code,
  lastSeenAt: secondsAgo === null ? null : new Date(nowMs - secondsAgo * 1000).toISOString(),
  site: site === null ? null : { code: site },
});

test('a site is silent when none of its gateways is heard, also when none ever was', () => {
  const gateways = [
    gateway('GW-1', 'MOSS', null),
    gateway('GW-2', 'CESTAS', 3600),
    gateway('GW-3', 'CESTAS', null),
    gateway('GW-4', 'KEMI', null),
    gateway('GW-5', 'KEMI', 20),
    gateway('GW-6', null, 120),
  ];
  expect(silentSites(gateways, nowMs)).toEqual(['CESTAS', 'GW-6', 'MOSS']);
});

test('the newest word of any gateway is the age of the data', () => {
  expect(newestSeenAt([gateway('GW-1', 'MOSS', null), gateway('GW-2', 'MOSS', 90), gateway('GW-3', 'KEMI', 30)])).toBe(nowMs - 30_000);
  expect(newestSeenAt([gateway('GW-1', 'MOSS', null)])).toBeNull();
});
