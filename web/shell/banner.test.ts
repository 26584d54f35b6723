import { expect, test } from 'vitest';
import { bannerOf, type BannerFacts } from './banner.ts';

const now = Date.parse('2026-11-26T14:00:00Z');

function banner(state: BannerFacts['connection']['state'], seconds: number, more: Partial<Omit<BannerFacts, 'connection'>> = {}) {
  return bannerOf({ connection: { state, since: new Date(now - seconds * 1_000) }, session: 'live', keptAt: undefined, ...more }, now);
}

test('a connection that is away for longer than a change of network takes is told', () => {
  expect(banner('live', 60)).toBeNull();
  expect(banner('lost', 2)).toBeNull();
  expect(banner('lost', 3)).toBe('lost');
});

test('a connection that does not come is told like one that went', () => {
  expect(banner('connecting', 4)).toBeNull();
  expect(banner('connecting', 5)).toBe('never');
  // The gateway was asked who is here and could not be: nothing is left to wait for.
  expect(banner('connecting', 0, { session: 'unreachable' })).toBe('never');
  expect(banner('live', 0, { session: 'unreachable' })).toBeNull();
});

test('a page that wants no connection misses none', () => {
  expect(banner('idle', 60)).toBeNull();
});

test('kept answers are told also where there is a connection', () => {
  expect(banner('live', 60, { keptAt: now - 3_600_000 })).toBe('kept');
  expect(banner('lost', 60, { keptAt: now - 3_600_000 })).toBe('lost');
});
