import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { demoPassword } from '@dcmms/db/seed/people.ts';
import { consoleOf, enter, keepLook, open, signIn } from './person.ts';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';

/** Whoever mistypes their address is told so where they typed it, and gets in with the right one. */
export async function mistypeAnAddress(browser: Browser, ready: ReadyFile): Promise<void> {
  const at = consoleOf(ready);
  const person = await open(browser, 'auditor@helios.test');
  try {
    const { page } = person;
    await page.goto(new URL('/sign-in', at).href);
    await page.getByRole('textbox', { name: /e-mail/i }).fill('auditor@helois.test');
    await page.keyboard.press('Enter');
    await page.getByText('No organisation uses auditor@helois.test').waitFor();
    await keepLook(page, 'sign-in-unknown-desk-light');
    await enter(person, at, new URL(page.url()).pathname);
  } finally {
    await person.context.close();
  }
}

/** Whoever presses before the page's scripts are there gets in all the same, to the page that they wanted. */
export async function pressBeforeTheScript(browser: Browser, ready: ReadyFile): Promise<void> {
  const at = consoleOf(ready);
  const { page, context } = await open(browser, 'auditor@helios.test');
  try {
    await page.route('**/*.js', (route) => route.abort());
    await page.goto(new URL('/sign-in?returnTo=%2Falarms', at).href);
    await page.getByRole('textbox', { name: /e-mail/i }).fill('auditor@helios.test');
    await page.unroute('**/*.js');
    await page.keyboard.press('Enter');
    await page.getByLabel('Password').fill(demoPassword);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.href === new URL('/alarms', at).href);
  } finally {
    await context.close();
  }
}

/** A session that another browser ended from its list: the page says so, what was typed is there after signing in again. */
export async function endTheOther(browser: Browser, ready: ReadyFile): Promise<void> {
  const at = consoleOf(ready);
  const email = 'manager@helios.test';
  const here = await signIn(browser, at, email);
  const there = await signIn(browser, at, email, { userAgent: firefox });
  try {
    const typed = 'Bearing runs hot, seen at 03:10';
    await there.page.goto(new URL('/work-orders/new', at).href);
    await there.page.getByLabel('Title').fill(typed);
    await here.page.goto(new URL('/sessions', at).href);
    await here.page
      .getByRole('button', { name: /^End the sign-in of Firefox/ })
      .first()
      .click();
    await here.page
      .getByText(/Firefox .*is signed out/)
      .first()
      .waitFor();
    await ended(there.page);
    await keepLook(there.page, 'session-ended-desk-light');
    await there.page.getByRole('link', { name: 'Sign in again' }).click();
    // The provider still knows them, and asks nothing.
    await there.page.waitForURL((url) => url.href.startsWith(new URL('/work-orders/new', at).href));
    await there.page.getByLabel('Title').waitFor();
    expect(await there.page.getByLabel('Title').inputValue()).toBe(typed);
  } finally {
    await here.context.close();
    await there.context.close();
  }
}

/** Signing out everywhere: the page is gone, the other tab and the other browser say so, and the back button shows nobody's data. */
export async function signOutEverywhere(browser: Browser, ready: ReadyFile): Promise<void> {
  const at = consoleOf(ready);
  const email = 'safety@helios.test';
  const here = await signIn(browser, at, email);
  const there = await signIn(browser, at, email);
  try {
    const tab = await here.context.newPage();
    for (const page of [here.page, tab, there.page]) {
      await page.goto(new URL('/work-orders', at).href);
      await page.getByRole('link', { name: 'INV-' }).or(page.locator('[data-key]')).first().waitFor();
    }
    await here.page.getByRole('button', { name: /^Account of/ }).click();
    await here.page.getByRole('menuitem', { name: /Sign out everywhere/i }).click();
    // The provider asks whether its own session ends too.
    await here.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await here.page.waitForURL((url) => url.pathname === '/sign-in');
    await ended(tab);
    await ended(there.page);
    // Back leads over the provider's pages, which send on: whatever it comes to, nobody's rows are there.
    await here.page.goBack().catch(() => undefined);
    const gone = here.page.getByRole('dialog', { name: 'Your session has ended' });
    await gone
      .or(here.page.getByRole('heading', { level: 1, name: 'Sign in' }))
      .first()
      .waitFor();
    expect(await here.page.locator('[data-key]').count()).toBe(0);
  } finally {
    await here.context.close();
    await there.context.close();
  }
}

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0';

async function ended(page: Page): Promise<void> {
  await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
}
