import type { Browser, Page } from 'playwright-core';
import { machine, spread } from '@dcmms/dev/bench/figures.ts';
import { withInstallation } from '@dcmms/dev/bench/with-installation.ts';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';
import { launchChromium } from '../browser/chromium.ts';
import { consoleOf, signIn } from '../console/person.ts';
import { EdgeGateway } from '../testing/gateway.ts';

const routes = [
  '/',
  '/alarms',
  '/assets',
  '/assets/INV-08',
  '/gateways',
  '/inventory',
  '/my-work',
  '/trends',
  '/work-orders',
  '/wall/CESTAS',
];
/** Above ten in ten minutes the list groups them. */
const alarmsMeasured = 9;

/** What the console costs a browser: scripts before the first use, the first view, and how long an alarm takes to the screen. */
async function main(): Promise<void> {
  await withInstallation(['--no-plant'], async (installation) => {
    const ready = await installation.start();
    const browser = await launchChromium();
    try {
      const pages = await measurePages(browser, ready);
      const alarmMs = await measureAlarms(browser, ready);
      for (const [route, { scriptKb, lcpMs, cls }] of Object.entries(pages)) {
        console.log(`${route.padEnd(16)} ${String(scriptKb).padStart(6)} KB gz  LCP ${lcpMs} ms  CLS ${cls}`);
      }
      console.log(`an alarm on the screen after its PUBACK: p50 ${alarmMs.p50} ms, p95 ${alarmMs.p95} ms`);
      console.log(JSON.stringify({ ...machine(), pages, alarmMs }));
    } finally {
      await browser.close();
    }
  });
}

interface PageFigures {
  /** JavaScript as it came over the wire, compressed, until the page was at rest. */
  readonly scriptKb: number;
  readonly lcpMs: number;
  readonly cls: number;
}

/** Each route twice in a context without a service worker: bytes of the first view, paint of the second, when the server is warm. */
async function measurePages(browser: Browser, ready: ReadyFile): Promise<Record<string, PageFigures>> {
  const at = consoleOf(ready);
  const figures: Record<string, PageFigures> = {};
  for (const route of routes) {
    const { page, context } = await signIn(browser, at, 'manager@helios.test', { serviceWorkers: 'block' });
    await page.addInitScript(observe);
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
    const scripts = new Set<string>();
    let bytes = 0;
    cdp.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId));
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength;
    });
    await rest(page, new URL(route, at));
    const scriptKb = Math.round(bytes / 102.4) / 10;
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: false });
    await rest(page, new URL(route, at));
    await rest(page, new URL(route, at));
    const { lcp, cls } = await page.evaluate(() => ({ lcp: Reflect.get(globalThis, 'lcpMs'), cls: Reflect.get(globalThis, 'cls') }));
    figures[route] = { scriptKb, lcpMs: Math.round(Number(lcp)), cls: Math.round(Number(cls) * 1_000) / 1_000 };
    await context.close();
  }
  return figures;
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

async function rest(page: Page, url: URL): Promise<void> {
  await page.goto(url.href);
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
}

/** From the PUBACK of the reading that completes the rule's condition to the frame in which the alarm's row is there. */
async function measureAlarms(browser: Browser, ready: ReadyFile): Promise<ReturnType<typeof spread>> {
  const { page, context } = await signIn(browser, consoleOf(ready), 'operator@helios.test');
  const gateway = await EdgeGateway.connect(ready, 'CESTAS');
  const taken: number[] = [];
  try {
    await rest(page, new URL('/alarms', consoleOf(ready)));
    for (let index = 1; index <= alarmsMeasured; index += 1) {
      const asset = `INV-${String(index).padStart(2, '0')}`;
      const t = Date.now() - 60_000;
      const hot = (step: number) => ({ asset, tag: `${asset}.HeatsinkTemperature`, t: t + step * 1_000, v: 92 + step / 10 });
      await gateway.send([hot(0), hot(1)]);
      const shown = page.evaluate(
        (code) =>
          new Promise<number>((resolve) => {
            const look = (): void => {
              const there = [...document.querySelectorAll('[data-key]')].some(
                ({ textContent }) => /heatsink/i.test(textContent) && textContent.includes(code),
              );
              if (there) resolve(Date.now());
              else requestAnimationFrame(look);
            };
            look();
          }),
        asset,
      );
      await gateway.send([hot(2)]);
      const acknowledgedAt = Date.now();
      taken.push(Math.max(0, (await shown) - acknowledgedAt));
    }
  } finally {
    await gateway.close();
    await context.close();
  }
  return spread(taken);
}

await main();
