import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Installation } from '@dcmms/dev/installation/installation.ts';
import { Episodes } from '../testing/episodes.ts';
import { eventually } from '../testing/eventually.ts';
import { EdgeGateway } from '../testing/gateway.ts';
import { killAndReturn } from '../testing/kill.ts';
import { consoleOf, signIn } from './person.ts';

const screens = ['/alarms', '/', '/work-orders', '/assets/INV-08', '/gateways'] as const;

/**
 * The gateway is killed under open pages, and an alarm comes while it is away: every page is live again by itself and shows it,
 * whichever screen it is.
 *
 * @param count Pages, all of one person in one browser.
 * @param asset An inverter at Cestas that nothing is wrong with yet.
 */
export async function killTheGatewayUnder(browser: Browser, installation: Installation, count: number, asset: string): Promise<void> {
  const { ready } = installation;
  const at = consoleOf(ready);
  const { context, page: first } = await signIn(browser, at, 'operator@helios.test');
  const gateway = await EdgeGateway.connect(ready, 'CESTAS');
  try {
    const pages: Page[] = [first];
    while (pages.length < count) pages.push(await context.newPage());
    for (const [index, page] of pages.entries()) {
      await page.goto(new URL(screens[index % screens.length] ?? '/', at).href);
      await live(page);
    }
    const before = await Promise.all(pages.map(critical));
    const [was = 0] = before;
    expect(before).toEqual(pages.map(() => was));
    const back = killAndReturn(installation, 'gateway', 60_000);
    await new Episodes(gateway, asset, Date.now() - 600_000).raise();
    await back;
    for (const page of pages) {
      await eventually(
        () => critical(page),
        (now) => now === was + 1,
        60_000,
      );
      await live(page);
    }
    for (const page of pages.filter((each) => new URL(each.url()).pathname === '/alarms')) {
      await page.bringToFront();
      await page.locator('[data-key]', { hasText: asset }).first().waitFor();
    }
  } finally {
    await gateway.close();
    await context.close();
  }
}

async function live(page: Page): Promise<void> {
  await page.getByRole('banner').getByText('Connected', { exact: true }).waitFor();
}

/** Critical alarms that nobody has acknowledged, as the head of every page tells. */
async function critical(page: Page): Promise<number> {
  const label = await page
    .getByRole('navigation', { name: /unacknowledged/i })
    .getByRole('link')
    .first()
    .getAttribute('aria-label');
  return Number(/\d+/.exec(label ?? '')?.[0] ?? Number.NaN);
}
