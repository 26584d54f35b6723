import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';
import { Episodes } from '../testing/episodes.ts';
import { eventually } from '../testing/eventually.ts';
import { EdgeGateway } from '../testing/gateway.ts';
import { Person } from '../testing/person.ts';
import { consoleOf, keepLook, secretsIn, signIn, type Person as PersonAtConsole } from './person.ts';

/**
 * The whole loop as six people do it in their own browsers: a reading over MQTT is an alarm on the operator's screen, and each does
 * their step until the order is closed. The sixth belongs to the other tenant and hears none of it.
 *
 * @param asset An inverter at Cestas that nothing is wrong with yet.
 */
export async function walkTheLoop(browser: Browser, ready: ReadyFile, asset: string): Promise<void> {
  const at = consoleOf(ready);
  const people: PersonAtConsole[] = [];
  const enter = async (email: string, path: string, phone = false): Promise<Page> => {
    const person = await signIn(browser, at, email, { phone });
    people.push(person);
    await person.page.goto(new URL(path, at).href);
    await person.page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
    return person.page;
  };
  const operator = await enter('operator@helios.test', '/alarms');
  const manager = await enter('manager@helios.test', '/');
  const supervisor = await enter('supervisor@helios.test', '/work-orders');
  const technician = await enter('technician@helios.test', '/my-work', true);
  const storekeeper = await enter('storekeeper@helios.test', '/inventory?q=FAN-120');
  await enter('operator@borealis.test', '/alarms');
  const gateway = await EdgeGateway.connect(ready, 'CESTAS');
  try {
    const title = `${asset} overheats, walked ${Date.now().toString(36)}`;
    const episodes = new Episodes(gateway, asset, Date.now() - 600_000);
    const alarm = operator.locator('[data-key]', { hasText: asset }).filter({ hasText: 'Acknowledge' });
    let shown = false;
    void alarm.waitFor().then(
      () => (shown = true),
      () => undefined,
    );
    await episodes.until(() => shown);
    const number = await operate(operator, alarm, title);

    // It has come to those who decide about it by itself.
    await manager.getByRole('region', { name: 'Waiting for you' }).getByRole('link', { name: title }).click();
    await step(manager, 'Approve', 'Approved');

    await openOrder(supervisor, at, number, title);
    await fill(supervisor, 'Schedule', 'Scheduled', async (dialog) => {
      await dialog.getByLabel('Start').fill(atSite(5));
      await dialog.getByLabel('End').fill(atSite(65));
    });
    await fill(supervisor, 'Assign', 'Assigned', async (dialog) => {
      await dialog.getByRole('radio', { name: /Thomas Lefèvre/ }).check();
      await keepLook(supervisor, 'loop-2-assign');
    });

    const before = await stockOf(storekeeper);
    await work(technician, title, number);
    await storekeeper.reload();
    await eventually(
      () => stockOf(storekeeper),
      (now) => now === before - 2,
    );
    await storekeeper.getByRole('row').filter({ hasText: 'CESTAS' }).getByRole('link').click();
    await storekeeper.getByRole('link', { name: number }).first().waitFor();
    await keepLook(storekeeper, 'loop-4-stock');

    await step(supervisor, 'Verify', 'Verified');
    await step(manager, 'Close', 'Closed');
    await keepLook(manager, 'loop-5-closed');

    // The operator has had the alarm before them all the time: it cools down, and the page says so.
    await episodes.clear();
    await operator.getByText('Cleared by its condition').waitFor();
    await operator.getByRole('link', { name: number }).first().waitFor();

    await nothingLeaked(people, ready, [number, title]);
  } finally {
    for (const { email, page } of people) await keepLook(page, `loop-${email.split('.')[0]?.replace('@', '-')}`);
    await gateway.close();
    await Promise.all(people.map(({ context }) => context.close()));
  }
}

/** Opens the alarm from the list, takes it on, and makes the order it needs; the order's number. */
async function operate(page: Page, alarm: Locator, title: string): Promise<string> {
  await alarm.locator('a[data-row]').click();
  const detail = page.locator('section', { has: page.getByRole('term').filter({ hasText: 'At raise' }) }).first();
  await detail.waitFor();
  await detail.getByRole('button', { name: /^Acknowledge/ }).click();
  await detail.getByText('Acknowledged', { exact: true }).first().waitFor();
  await keepLook(page, 'loop-1-alarm');
  await detail.getByRole('button', { name: 'Create order' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill(title);
  await dialog.getByRole('button', { name: 'Create work order' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const link = detail.getByRole('link', { name: /^WO-/ }).first();
  const number = (await link.textContent())?.trim();
  if (!number) throw new Error('the alarm names no order');
  return number;
}

/** Finds the order in the list by its title, as somebody would who was told of it, and opens it. */
async function openOrder(page: Page, at: string, number: string, title: string): Promise<void> {
  await page.goto(new URL(`/work-orders?q=${encodeURIComponent(title)}`, at).href);
  await page.locator('[data-key]', { hasText: number }).locator('a[data-row]').click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** A step that asks for nothing. */
async function step(page: Page, action: string, state: string): Promise<void> {
  await page.getByRole('button', { name: action, exact: true }).click();
  await stands(page, state);
}

/** A step with a form, which proposes what it can. */
async function fill(page: Page, action: string, state: string, give: (dialog: Locator) => Promise<void> = async () => {}): Promise<void> {
  await page.getByRole('button', { name: action, exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await give(dialog);
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await stands(page, state);
}

/** So many minutes from now by the clock at Cestas, as a field for date and time takes it. Work can begin half an hour before. */
function atSite(minutes: number): string {
  const at = new Date(Date.now() + minutes * 60_000);
  return at.toLocaleString('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'short' }).replace(' ', 'T');
}

async function stands(page: Page, state: string): Promise<void> {
  await page.getByRole('list', { name: 'Lifecycle' }).locator('[aria-current=step]', { hasText: state }).waitFor();
}

/** On the phone: start, every task, a part, complete. */
async function work(page: Page, title: string, number: string): Promise<void> {
  await page.getByRole('article', { name: title }).getByRole('button', { name: title }).click();
  await page.getByRole('button', { name: 'Start work' }).click();
  await page.getByRole('button', { name: 'Conditions met, start work' }).click();
  const complete = page.getByRole('button', { name: 'Complete', exact: true });
  const done = new Set<string>();
  for (;;) {
    // All texts of one moment: the same button offers one task after the other and then to complete.
    const task = await eventually(
      async () => {
        const offered = await page.getByRole('button').allTextContents();
        return offered.includes('Complete') ? null : offered.find((text) => text.startsWith('Mark done: '));
      },
      (offered) => offered !== undefined && (offered === null || !done.has(offered)),
    );
    if (task == null) break;
    // By its name, and not for long: an answer that comes in between may offer another one.
    const pressed = await page
      .getByRole('button', { name: task, exact: true })
      .click({ timeout: 3_000 })
      .then(
        () => true,
        () => false,
      );
    if (pressed) done.add(task);
  }
  await page.getByRole('button', { name: 'Take a part' }).click();
  const store = page.getByRole('dialog');
  await store.getByRole('searchbox').fill('FAN-120');
  await store.getByRole('button', { name: 'One FAN-120 more' }).click();
  await store.getByRole('button', { name: /^Take 2 × FAN-120/ }).click();
  await page.getByRole('region', { name: 'Parts' }).getByRole('listitem').filter({ hasText: 'FAN-120' }).waitFor();
  await keepLook(page, 'loop-3-work');
  await complete.click();
  const last = page.getByRole('dialog');
  await last.getByLabel('What was done').fill('Fans replaced, heatsink cleaned.');
  await last.getByRole('button', { name: 'Complete the order' }).click();
  // Completed, it is no work of this day any more.
  await page.getByText('Completed', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'All my work' }).click();
  await page.getByRole('article', { name: title }).waitFor({ state: 'detached' });
  await page.goto(new URL('/outbox', page.url()).href);
  await page.getByText('Everything has been sent').waitFor();
  await page.goto(new URL(`/work-orders/${number}`, page.url()).href);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

async function stockOf(page: Page): Promise<number> {
  const label = await page
    .getByRole('row')
    .filter({ hasText: 'FAN-120' })
    .filter({ hasText: 'CESTAS' })
    .getByRole('img')
    .getAttribute('aria-label');
  const onHand = /^([\d,.]+) on hand/.exec(label ?? '')?.[1];
  if (onHand === undefined) throw new Error(`no stock in "${label}"`);
  return Number(onHand.replace(/\D/g, ''));
}

/** Nobody met an error, asked another host than the console's and their provider's, or keeps a secret; the other tenant heard none of it. */
async function nothingLeaked(people: readonly PersonAtConsole[], ready: ReadyFile, told: readonly string[]): Promise<void> {
  const foreigner = people.find(({ email }) => email.endsWith('@borealis.test'));
  if (!foreigner) throw new Error('nobody of the other tenant looked');
  // Their feeds are alive: they hear their own tenant, so that silence about this one is no accident.
  const supervisor = await Person.signIn(ready, 'supervisor@borealis.test');
  const { site } = await supervisor.data<{ site: { id: string } }>('{ site(code: "KELDA") { id } }');
  const own = await supervisor.change<{ workOrder: { number: string } }>(
    'createWorkOrder',
    { siteId: site.id, title: 'Their own', type: 'INSPECTION', priority: 'LOW' },
    'workOrder { number }',
  );
  await eventually(
    () => foreigner.heard.some((text) => text.includes(own.workOrder.number)),
    (heard) => heard,
  );
  await supervisor.close();
  // Numbers are a tenant's own: on the first minutes of a day both have a first one.
  const foreign = [...told, 'CESTAS'].filter((word) => word !== own.workOrder.number);
  for (const word of foreign) expect(foreigner.heard.filter((text) => text.includes(word))).toEqual([]);
  const hosts = new Set([ready.console, ready.idp].flatMap((url) => (url === undefined ? [] : [new URL(url).host])));
  for (const { email, faults, hosts: asked, page } of people) {
    expect({ email, faults, elsewhere: [...asked].filter((host) => !hosts.has(host)), secrets: await secretsIn(page) }).toEqual({
      email,
      faults: [],
      elsewhere: [],
      secrets: [],
    });
  }
}
