import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';
import { eventually } from '../testing/eventually.ts';
import { Person } from '../testing/person.ts';
import { orderMade } from './assigned.ts';
import { consoleOf, keepLook, signIn } from './person.ts';

/**
 * A technician's network goes in the middle of a job, after an answer that never came back; the page is loaded again without one,
 * and the job goes on to its end. When the network is back, everything has been done, and nothing twice.
 */
export async function workWithoutNetwork(browser: Browser, ready: ReadyFile): Promise<void> {
  const at = consoleOf(ready);
  const worker = 'supervisor@helios.test';
  const { id, number, title } = await orderMade(ready, `Filter, out of reach ${Date.now().toString(36)}`, 'assigned', worker);
  const { context, page } = await signIn(browser, at, worker, { phone: true });
  try {
    await page.goto(new URL(`/my-work?order=${number}`, at).href);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await appIsKept(page);
    await page.getByRole('button', { name: 'Start work' }).click();
    await page.getByRole('button', { name: 'Conditions met, start work' }).click();
    await page.getByRole('button', { name: 'Mark done: Isolate' }).waitFor();
    // The store's stock is read while there is a network, as it is when a technician looks what there is.
    await page.getByRole('button', { name: 'Take a part' }).click();
    await page.getByRole('dialog').getByRole('searchbox').fill('FAN-120');
    await page.getByRole('button', { name: /^Take 1 × FAN-120/ }).waitFor();
    await page.keyboard.press('Escape');

    // The gateway does it, and the answer is lost on the way back.
    let lost = 0;
    await context.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('OutboxCompleteTask')) return route.continue();
      await route.fetch().catch(() => undefined);
      lost += 1;
      await context.setOffline(true);
      return route.abort();
    });
    await page.getByRole('button', { name: 'Mark done: Isolate' }).click();
    await eventually(
      () => lost,
      (count) => count > 0,
    );
    await page.getByRole('button', { name: 'Mark done: Change the filter' }).click();
    await take(page);
    await page.getByRole('button', { name: 'Comment' }).click();
    await page.getByLabel('What the others should know').fill('No reception in the station.');
    await page.getByRole('button', { name: 'Send comment' }).click();
    await context.unroute('**/graphql');

    await page.reload();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByText(/Comment on .*: waiting for the network/).waitFor();
    // What is shown was kept, and says of when it is.
    const banner = page.getByRole('status').filter({ hasText: 'No connection to the server' });
    await banner.getByText(/^As of .*, .* ago$/).waitFor();
    await keepLook(page, 'offline-phone-light');
    await page.getByRole('button', { name: 'Mark done: Switch on' }).click();
    await page.getByRole('button', { name: 'Complete', exact: true }).click();
    await page.getByLabel('What was done').fill('Filter changed.');
    await page.getByRole('button', { name: 'Complete the order' }).click();
    await page.getByText(/Completion of .*: waiting for the network/).waitFor();

    await context.setOffline(false);
    await page
      .getByText(/waiting for the network|being sent/)
      .first()
      .waitFor({ state: 'detached' });
    await banner.waitFor({ state: 'detached' });
    await page.goto(new URL('/outbox', at).href);
    await page.getByText('Everything has been sent').waitFor();
  } finally {
    await context.close();
  }
  const supervisor = await Person.signIn(ready, 'supervisor@helios.test');
  const { workOrder } = await supervisor.data<{ workOrder: Done }>(
    `{ workOrder(id: "${id}") { status completionNotes tasks { status } parts { quantity item { code } } timeline(first: 100) { nodes { kind body } } } }`,
  );
  await supervisor.close();
  const { timeline, ...done } = workOrder;
  expect({ ...done, comments: timeline.nodes.filter(({ kind }) => kind === 'COMMENT').map(({ body }) => body) }).toEqual({
    status: 'COMPLETED',
    completionNotes: 'Filter changed.',
    tasks: [{ status: 'COMPLETED' }, { status: 'COMPLETED' }, { status: 'COMPLETED' }],
    parts: [{ quantity: 1, item: { code: 'FAN-120' } }],
    comments: ['No reception in the station.'],
  });
}

interface Done {
  readonly status: string;
  readonly timeline: { readonly nodes: readonly { readonly kind: string; readonly body: string | null }[] };
}

/** The service worker has every file of the build, as after the first minute in which a technician has the page open. */
async function appIsKept(page: Page): Promise<void> {
  await eventually(
    () =>
      page.evaluate(async () => {
        await navigator.serviceWorker.ready;
        const asked = await fetch('/offline-files');
        const { files } = (await asked.json()) as { files: string[] };
        const kept = await Promise.all(files.map((file) => caches.match(file)));
        return { page: (await caches.match('/my-work')) !== undefined, missing: kept.filter((file) => file === undefined).length };
      }),
    (kept) => kept.page && kept.missing === 0,
    60_000,
  );
}

async function take(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Take a part' }).click();
  await page.getByRole('dialog').getByRole('searchbox').fill('FAN-120');
  await page.getByRole('button', { name: /^Take 1 × FAN-120/ }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}
