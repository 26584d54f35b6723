import type { Browser, Locator, Page } from 'playwright-core';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';
import { orderMade } from './assigned.ts';
import { consoleOf, signIn } from './person.ts';

/** An operator: to the alarms, down the list, acknowledge, and the order it needs; the mouse stays where it is. */
export async function takeOnAnAlarm(browser: Browser, ready: ReadyFile): Promise<void> {
  await alone(browser, ready, 'operator@helios.test', async (page) => {
    await go(page, 'a', 'Alarms');
    const waiting = page.locator('[data-key]').filter({ has: page.getByRole('button', { name: 'Acknowledge' }) });
    await waiting.first().waitFor();
    const key = await waiting.first().getAttribute('data-key');
    const row = page.locator(`[data-key="${key}"]`);
    await pressUntil(page, 'j', row.locator('a[data-row]'));
    await page.keyboard.press('e');
    await row.getByRole('button', { name: 'Acknowledge' }).waitFor({ state: 'detached' });
    await pressUntil(page, 'j', row.locator('a[data-row]'));
    await page.keyboard.press('w');
    const dialog = page.getByRole('dialog');
    await focused(dialog.getByLabel('Title'));
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await row.getByRole('link', { name: /^WO-/ }).waitFor();
  });
}

/** A manager finds an order by the palette and approves it. */
export async function approve(browser: Browser, ready: ReadyFile): Promise<void> {
  const { number, title } = await orderMade(ready, `Approved by keys ${Date.now().toString(36)}`, 'submitted');
  await alone(browser, ready, 'manager@helios.test', async (page) => {
    await jump(page, number, title);
    await page.keyboard.press('s');
    await stands(page, 'Approved');
  });
}

/** A supervisor plans an order and gives it to somebody. */
export async function plan(browser: Browser, ready: ReadyFile): Promise<void> {
  const { number, title } = await orderMade(ready, `Planned by keys ${Date.now().toString(36)}`, 'approved');
  await alone(browser, ready, 'supervisor@helios.test', async (page) => {
    await jump(page, number, title);
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog');
    await tabTo(page, dialog.getByRole('button', { name: 'Schedule', exact: true }));
    await page.keyboard.press('Enter');
    await stands(page, 'Scheduled');
    await page.keyboard.press('s');
    await tabTo(page, dialog.getByRole('radio').first());
    await page.keyboard.press('Space');
    await tabTo(page, dialog.getByRole('button', { name: 'Assign', exact: true }));
    await page.keyboard.press('Enter');
    await stands(page, 'Assigned');
  });
}

/** A technician at a desk does a job from its start to its end. */
export async function work(browser: Browser, ready: ReadyFile): Promise<void> {
  const { title } = await orderMade(ready, `Done by keys ${Date.now().toString(36)}`, 'assigned');
  await alone(browser, ready, 'technician@helios.test', async (page) => {
    await go(page, 'm', 'My work');
    await tabTo(page, page.getByRole('article', { name: title }).getByRole('button', { name: title }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await press(page, 'Start work');
    await press(page, 'Conditions met, start work');
    for (const task of ['Isolate', 'Change the filter', 'Switch on']) await press(page, `Mark done: ${task}`);
    await press(page, 'Complete');
    const notes = page.getByLabel('What was done');
    await tabTo(page, notes);
    await page.keyboard.type('Filter changed.');
    await press(page, 'Complete the order');
    await page.getByText('Completed', { exact: true }).waitFor();
  });
}

/** A storekeeper corrects a stock. */
export async function correctStock(browser: Browser, ready: ReadyFile): Promise<void> {
  await alone(browser, ready, 'storekeeper@helios.test', async (page) => {
    await go(page, 'i', 'Inventory');
    await pressUntil(page, 'j', page.locator('[data-key]').first().locator('a[data-row]'));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Adjust stock/ }).waitFor();
    await page.keyboard.press('a');
    const sheet = page.getByRole('dialog');
    await focused(sheet.getByLabel('Change'));
    await page.keyboard.type('1');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Found on the shelf, by keys');
    await tabTo(page, sheet.getByRole('button', { name: 'Save correction' }));
    await page.keyboard.press('Enter');
    await sheet.waitFor({ state: 'hidden' });
    await page.getByText('Found on the shelf, by keys').first().waitFor({ state: 'attached' });
  });
}

/** Anybody finds what the keys are, leaves again, and zooms a trend; the range is in the address. */
export async function zoom(browser: Browser, ready: ReadyFile): Promise<void> {
  await alone(browser, ready, 'operator@helios.test', async (page) => {
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await go(page, 't', 'Trends');
    await tabTo(page, page.getByRole('searchbox').first());
    await page.keyboard.type('INV-08');
    const tag = page.getByRole('checkbox').first();
    await tabTo(page, tag);
    await page.keyboard.press('Space');
    await page.waitForURL(/tags=/);
    const chart = page.locator('[tabindex="0"]', { has: page.locator('canvas') }).first();
    await chart.waitFor();
    await tabTo(page, chart);
    const before = page.url();
    await page.keyboard.press('+');
    await page.waitForURL((url) => url.href !== before && url.searchParams.has('from'));
  });
}

/** Signs a person in for a journey that knows only the keyboard. */
async function alone(browser: Browser, ready: ReadyFile, email: string, journey: (page: Page) => Promise<void>): Promise<void> {
  const { page, context } = await signIn(browser, consoleOf(ready), email);
  try {
    await journey(page);
  } finally {
    await context.close();
  }
}

async function go(page: Page, letter: string, title: string): Promise<void> {
  // What the person may see, and with it its key, is known when it is in the navigation.
  await page.getByRole('navigation').getByRole('link', { name: title, exact: true }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press(letter);
  await page.getByRole('heading', { level: 1, name: title }).waitFor({ state: 'attached' });
}

/** Through the palette to an order by its number. */
async function jump(page: Page, number: string, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const input = page.getByRole('combobox').first();
  await focused(input);
  await page.keyboard.type(number);
  await page.getByRole('option', { name: number }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** Tab to a button by its name, and press it. */
async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  await button.first().waitFor();
  await tabTo(page, button.first());
  await page.keyboard.press('Enter');
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  await pressUntil(page, 'Tab', target);
}

/** Presses a key until the target has the focus. */
async function pressUntil(page: Page, key: string, target: Locator): Promise<void> {
  await target.first().waitFor();
  for (let presses = 0; presses < 150; presses += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(key);
    // Focus follows a list's key with the next frame.
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  throw new Error(`${key} never came to ${target.toString()}`);
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.first().evaluate((element) => element === document.activeElement || element.contains(document.activeElement));
}

async function focused(target: Locator): Promise<void> {
  await target.waitFor();
  await target.evaluate(
    (element) =>
      new Promise<void>((resolve) => {
        if (element === document.activeElement) resolve();
        else element.addEventListener('focus', () => resolve(), { once: true });
      }),
  );
}

async function stands(page: Page, state: string): Promise<void> {
  await page.getByRole('list', { name: 'Lifecycle' }).locator('[aria-current=step]', { hasText: state }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}
