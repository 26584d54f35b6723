import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';
import { axeFindings } from '../browser/axe.ts';
import { Person as PersonAtGraph } from '../testing/person.ts';
import { consoleOf, desk, keepLook, open, phone, signIn, type Person } from './person.ts';

const app = join(import.meta.dirname, '..', '..', 'web', 'app');

export type Size = 'desk' | 'phone';
export type Theme = 'light' | 'dark';

/** A page of the console, with addresses that show it in its different shapes. */
export interface Route {
  /** The folder of its `page.tsx`, without groups. */
  readonly pattern: string;
  readonly addresses: readonly string[];
}

/** Every route that `web/app` has, with addresses of the demo fleet; fails when a page has no address here. */
export async function routesOf(ready: ReadyFile): Promise<readonly Route[]> {
  const manager = await PersonAtGraph.signIn(ready, manages);
  const { alerts, workOrders, inventoryItems, asset } = await manager.data<{
    alerts: { nodes: { id: string }[] };
    workOrders: { nodes: { number: string }[] };
    inventoryItems: { nodes: { id: string }[] };
    asset: { tags: { id: string; name: string }[] };
  }>(`{
    alerts(first: 1, where: { status: { eq: ACTIVE } }) { nodes { id } }
    workOrders(first: 1, where: { status: { eq: COMPLETED } }) { nodes { number } }
    inventoryItems(first: 1, where: { code: { eq: "FAN-120" } }) { nodes { id } }
    asset(code: "INV-08") { tags { id name } }
  }`);
  await manager.close();
  const tags = asset.tags.slice(0, 2).map(({ id }) => id);
  const addresses: Readonly<Record<string, readonly string[]>> = {
    '/': ['/'],
    '/alarms': ['/alarms', '/alarms?view=history'],
    '/alarms/[id]': [`/alarms/${alerts.nodes[0]?.id}`],
    '/assets': ['/assets'],
    '/assets/[code]': ['/assets/INV-08'],
    '/gateways': ['/gateways'],
    '/gateways/dead-letters': ['/gateways/dead-letters'],
    '/inventory': ['/inventory'],
    '/inventory/[id]': [`/inventory/${inventoryItems.nodes[0]?.id}`],
    '/my-work': ['/my-work'],
    '/outbox': ['/outbox'],
    '/sessions': ['/sessions'],
    '/trends': [`/trends?tags=${tags.join(',')}&from=now-7d&to=now`],
    '/work-orders': ['/work-orders', '/work-orders?view=board'],
    '/work-orders/[number]': [`/work-orders/${workOrders.nodes[0]?.number}`],
    '/work-orders/new': ['/work-orders/new'],
    '/sign-in': ['/sign-in'],
    '/wall/[site]': ['/wall/CESTAS'],
  };
  const pages = globSync('**/page.tsx', { cwd: app }).map((file) => `/${file.split('/').slice(0, -1).filter(isSegment).join('/')}`);
  expect(Object.keys(addresses).toSorted()).toEqual(pages.toSorted());
  return Object.entries(addresses).map(([pattern, own]) => ({ pattern, addresses: own }));
}

/**
 * Looks at every route in one size and one theme, as a manager who may see all of it: axe finds nothing, nothing scrolls sideways,
 * there is one first heading and a title, nothing failed to load, and the console tells no error. Screenshots are kept in the folder
 * that `DCMMS_SCREENSHOTS` names.
 */
export async function lookAt(browser: Browser, ready: ReadyFile, routes: readonly Route[], size: Size, theme: Theme): Promise<void> {
  const at = consoleOf(ready);
  const options = { phone: size === 'phone', colorScheme: theme, reducedMotion: 'reduce' } as const;
  const inside = await signIn(browser, at, manages, options);
  const outside = await open(browser, 'nobody', options);
  const found: Record<string, readonly string[]> = {};
  try {
    for (const { pattern, addresses } of routes) {
      for (const address of addresses) {
        const person = pattern === '/sign-in' ? outside : inside;
        const faults = await lookAtPage(person, new URL(address, at), size);
        await keepLook(person.page, `${nameOf(pattern, address)}-${size}-${theme}`);
        if (faults.length > 0) found[address] = faults;
      }
    }
  } finally {
    await inside.context.close();
    await outside.context.close();
  }
  expect(Object.entries(found).flatMap(([address, faults]) => faults.map((fault) => `${address} ${fault.slice(0, 400)}`))).toEqual([]);
}

const manages = 'manager@helios.test';

async function lookAtPage({ page, faults }: Person, url: URL, size: Size): Promise<string[]> {
  const before = faults.length;
  try {
    await settle(page, url);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error), ...faults.slice(before)];
  }
  const { width } = size === 'phone' ? phone : desk;
  const { headings, wide, failed } = await page.evaluate(() => ({
    headings: [...document.querySelectorAll('h1')].filter((heading) => heading.checkVisibility()).map((heading) => heading.textContent),
    wide: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth),
    failed: document.body.innerText.match(/(Could not load|Not found|no such|out of your reach)[^\n]*/)?.[0],
  }));
  return [
    ...(await axeFindings(page)),
    ...(headings.length === 1 && headings[0] !== '' ? [] : [`first headings: ${headings.join(', ')}`]),
    ...(wide > width ? [`scrolls sideways: ${wide} px in ${width}`] : []),
    ...((await page.title()) === '' ? ['no title'] : []),
    ...(failed === undefined ? [] : [failed]),
    ...faults.slice(before),
  ];
}

/** Opens a page and waits until it shows what it has to show. */
async function settle(page: Page, url: URL): Promise<void> {
  await page.goto(url.href);
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
}

function nameOf(route: string, address: string): string {
  const view = new URLSearchParams(address.split('?')[1]).get('view') ?? '';
  return `${route} ${view}`.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '') || 'overview';
}

function isSegment(folder: string): boolean {
  return !folder.startsWith('(');
}
