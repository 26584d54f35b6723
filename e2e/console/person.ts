/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { demoPassword } from '@dcmms/db/seed/people.ts';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';

/** One person at the console: a browser context of their own, and what went wrong or left this machine while they used it. */
export interface Person {
  readonly email: string;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of the console and of pages, with the address where they happened. */
  readonly faults: readonly string[];
  /** Hosts that were asked, with their port. */
  readonly hosts: ReadonlySet<string>;
  /** All that the graph has told this browser, over HTTP and over sockets. */
  readonly heard: readonly string[];
}

export interface PersonOptions extends BrowserContextOptions {
  /** A phone held upright, with touch. */
  readonly phone?: boolean;
}

export const desk = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** Where an installation's console is. */
export function consoleOf({ console }: ReadyFile): string {
  if (console === undefined) throw new Error('the installation has no console');
  return console;
}

/** Opens a context without signing anybody in. */
export async function open(browser: Browser, email: string, { phone: isPhone = false, ...options }: PersonOptions = {}): Promise<Person> {
  const context = await browser.newContext({
    viewport: isPhone ? phone : desk,
    hasTouch: isPhone,
    isMobile: isPhone,
    locale: 'en-GB',
    ...options,
  });
  const faults: string[] = [];
  const hosts = new Set<string>();
  const heard: string[] = [];
  context.on('page', (page) => watch(page, { faults, hosts, heard }));
  const page = await context.newPage();
  return { email, context, page, faults, hosts, heard };
}

/** Signs a person in as they would: their e-mail here, their password at their provider, and back. */
export async function signIn(browser: Browser, console: string, email: string, options: PersonOptions = {}): Promise<Person> {
  const person = await open(browser, email, options);
  await enter(person, console);
  return person;
}

/** The way in, from the sign-in page to the first screen. */
export async function enter({ page, email }: Pick<Person, 'page' | 'email'>, console: string, path = '/sign-in'): Promise<void> {
  await page.goto(new URL(path, console).href);
  await page.getByRole('textbox', { name: /e-mail/i }).fill(email);
  await page.keyboard.press('Enter');
  await page.getByLabel('Password').fill(demoPassword);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.origin === new URL(console).origin && !url.pathname.startsWith('/sign-in'));
  await page.getByRole('navigation').first().waitFor();
}

/** What of a person's storage could open a door: values that look like a token, and everything kept under a name that says so. */
export async function secretsIn(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const kept: [string, string][] = [];
    for (const [name, storage] of [
      ['localStorage', localStorage],
      ['sessionStorage', sessionStorage],
    ] as const) {
      for (const [key, value] of Object.entries(storage)) kept.push([`${name} ${key}`, String(value)]);
    }
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const asked = indexedDB.open(name);
        asked.addEventListener('success', () => resolve(asked.result));
        asked.addEventListener('error', () => reject(new Error(`${name} cannot be opened`)));
      });
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve, reject) => {
          const asked = database.transaction(store).objectStore(store).getAll();
          asked.addEventListener('success', () => resolve(asked.result));
          asked.addEventListener('error', () => reject(new Error(`${store} cannot be read`)));
        });
        kept.push([`indexedDB ${name} ${store}`, JSON.stringify(rows)]);
      }
      database.close();
    }
    kept.push(['cookies that scripts see', document.cookie]);
    // A JSON web token's head, a bearer's name, and the names under which libraries keep either.
    const secret = /eyJ[\w-]{8,}\.|bearer|access_token|refresh_token|id_token|client_secret|sid=/i;
    return kept.filter(([name, value]) => secret.test(name) || secret.test(value)).map(([name]) => name);
  });
}

/** Keeps what a page looks like in the folder that `DCMMS_SCREENSHOTS` names, if it names one. */
export async function keepLook(page: Page, name: string): Promise<void> {
  const folder = process.env['DCMMS_SCREENSHOTS'];
  if (folder === undefined || folder === '') return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

function watch(page: Page, { faults, hosts, heard }: { faults: string[]; hosts: Set<string>; heard: string[] }): void {
  // A machine of two cores may be building and testing something else beside this.
  page.setDefaultTimeout(45_000);
  page.on('console', (message) => {
    // Whoever is asked whether they are signed in and is not hears 401, which Chromium writes out whatever the page makes of it.
    if (message.location().url.endsWith('/auth/session') && message.text().includes('401')) return;
    if (message.type() === 'error') faults.push(`${pathOf(page)}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => faults.push(`${pathOf(page)}: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:') hosts.add(host);
  });
  page.on('response', (response) => {
    if (!response.url().endsWith('/graphql')) return;
    // A page that has gone on takes its answers along.
    response.text().then(
      (text) => heard.push(text),
      () => undefined,
    );
  });
  page.on('websocket', (socket) => {
    hosts.add(new URL(socket.url()).host);
    socket.on('framereceived', ({ payload }) => heard.push(payload.toString()));
  });
}

function pathOf(page: Page): string {
  const url = page.url();
  return URL.canParse(url) ? new URL(url).pathname : url;
}
