import { afterEach, expect, test, vi } from 'vitest';
import { isPageUp, isSessionOver } from './up.ts';

afterEach(() => vi.unstubAllGlobals());

/** The console's origin: its own server has the page, and forwards to a gateway that answers as told. */
function origin(gateway: number | Error): void {
  vi.stubGlobal('location', { href: '/wall/CESTAS' });
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {}, removeItem: () => {} });
  vi.stubGlobal('fetch', (path: string) => {
    if (!path.startsWith('/auth/')) return Promise.resolve(new Response('', { status: 200 }));
    return gateway instanceof Error ? Promise.reject(gateway) : Promise.resolve(new Response('', { status: gateway }));
  });
}

test('a wall does not go to sign in while the gateway is away, though its page can be had', async () => {
  for (const answer of [500, 502, 503, new TypeError('fetch failed')]) {
    origin(answer);
    expect(await isPageUp()).toBe(true);
    expect(await isSessionOver()).toBe(false);
  }
});

test('it goes when the gateway says that nobody is signed in', async () => {
  origin(401);
  expect(await isSessionOver()).toBe(true);
});

test('a gateway that goes after it has said so is away', async () => {
  origin(401);
  await isSessionOver();
  origin(500);
  expect(await isSessionOver()).toBe(false);
});
