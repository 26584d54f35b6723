import { get } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';
import { consoleOf, open, signIn, type Person } from '../console/person.ts';
import { routesOf } from '../console/routes.ts';

export interface PageFigures {
  /** JavaScript that the HTML itself asks for, compressed, as browsers with modules take it. */
  readonly firstLoadKb: number;
  /** All JavaScript that came over the wire until the page was at rest, parts that come lazily included. */
  readonly scriptKb: number;
  readonly lcpMs: number;
  readonly cls: number;
  /** The same page on a phone. */
  readonly phone: { readonly lcpMs: number; readonly cls: number };
}

/**
 * Every route in contexts of its own without a service worker: bytes of a first view with nothing in the cache, paint and shifts of
 * a later one, when the server is warm.
 */
export async function measurePages(browser: Browser, ready: ReadyFile): Promise<Record<string, PageFigures>> {
  const at = consoleOf(ready);
  const addresses = (await routesOf(ready)).flatMap((route) => route.addresses.map((address) => [nameOf(route.pattern, address), address]));
  const sizes = new Map<string, Promise<number>>();
  const figures: Record<string, PageFigures> = {};
  for (const [name = '', address = ''] of addresses) {
    const url = new URL(address, at);
    const visitor = async (phone: boolean): Promise<Person> => {
      const options = { phone, serviceWorkers: 'block' } as const;
      return name === '/sign-in' ? open(browser, 'nobody', options) : signIn(browser, at, 'manager@helios.test', options);
    };
    const person = await visitor(false);
    const onPhone = await visitor(true);
    figures[name] = {
      firstLoadKb: await firstLoadOf(person, url, sizes),
      scriptKb: await scriptsOf(person, url),
      ...(await paintOf(person, url)),
      phone: await paintOf(onPhone, url),
    };
    await person.context.close();
    await onPhone.context.close();
  }
  return figures;
}

/** What comes over the wire with nothing in the cache. */
async function scriptsOf({ page, context }: Person, url: URL): Promise<number> {
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  const scripts = new Set<string>();
  let bytes = 0;
  cdp.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await rest(page, url);
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: false });
  await cdp.detach();
  return kb(bytes);
}

/** Of the second visit. */
async function paintOf({ page }: Person, url: URL): Promise<{ readonly lcpMs: number; readonly cls: number }> {
  await page.addInitScript(observe);
  await rest(page, url);
  await rest(page, url);
  const { lcp, cls } = await page.evaluate(() => ({ lcp: Reflect.get(globalThis, 'lcpMs'), cls: Reflect.get(globalThis, 'cls') }));
  return { lcpMs: Math.round(Number(lcp)), cls: Math.round(Number(cls) * 10_000) / 10_000 };
}

/** The scripts that the HTML itself names. */
async function firstLoadOf({ context }: Person, url: URL, sizes: Map<string, Promise<number>>): Promise<number> {
  const html = await (await context.request.get(url.href)).text();
  const asked = [...html.matchAll(/<script\b(?![^>]*\bnomodule\b)[^>]*\bsrc="([^"]+)"/gi)].map(([, src = '']) => new URL(src, url).href);
  let bytes = 0;
  for (const script of new Set(asked)) {
    const size = sizes.get(script) ?? sizeOf(script);
    sizes.set(script, size);
    bytes += await size;
  }
  return kb(bytes);
}

/** Bytes of a file as a browser gets it. */
function sizeOf(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => (response.statusCode === 200 ? resolve(bytes) : reject(new Error(`${url}: ${response.statusCode}`))));
    }).on('error', reject);
  });
}

/** Runs in the page before anything else. */
function observe(): void {
  Reflect.set(globalThis, 'cls', 0);
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) Reflect.set(globalThis, 'lcpMs', startTime);
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) {
      if (Reflect.get(shift, 'hadRecentInput') === true) continue;
      Reflect.set(globalThis, 'cls', Number(Reflect.get(globalThis, 'cls')) + Number(Reflect.get(shift, 'value')));
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Opens a page and waits until nothing more comes. */
export async function rest(page: Page, url: URL): Promise<void> {
  await page.goto(url.href);
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
}

function nameOf(pattern: string, address: string): string {
  const view = new URLSearchParams(address.split('?')[1]).get('view');
  return view === null ? pattern : `${pattern}?view=${view}`;
}

function kb(bytes: number): number {
  return Math.round(bytes / 102.4) / 10;
}
