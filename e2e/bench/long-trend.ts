import type { Browser, Page } from 'playwright-core';
import { spread, type Spread } from '@dcmms/dev/bench/figures.ts';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';
import { consoleOf, keepLook, signIn } from '../console/person.ts';
import { eventually } from '../testing/eventually.ts';
import { EdgeGateway } from '../testing/gateway.ts';
import { Person } from '../testing/person.ts';
import { rest } from './pages.ts';

const readings = 100_000;
const intervalMs = 10_000;
const pointsPerMessage = 500;
const asset = 'INV-03';
const tag = `${asset}.ActivePower`;
/** So many that the slowest of twenty is not the slowest of all. */
const times = 40;

export interface TrendFigures {
  readonly readings: number;
  /** From the key that asks for the chart to the frame that shows it, built anew of all readings. */
  readonly drawnMs: Spread;
  /** From the key that zooms to the frame that shows the new span, of all readings and back. */
  readonly zoomedMs: Spread;
}

/** A trend of every single reading of eleven days, drawn and zoomed by keys; the time ends when the frame has been painted. */
export async function measureLongTrend(browser: Browser, ready: ReadyFile): Promise<TrendFigures> {
  const start = Date.now() - 3_600_000 - readings * intervalMs;
  const end = start + (readings - 1) * intervalMs + 1;
  await sendReadings(ready, start);
  const id = await storedTag(ready, start, end);
  const { page, context } = await signIn(browser, consoleOf(ready), 'manager@helios.test');
  const query = new URLSearchParams({ tags: id, from: new Date(start).toISOString(), to: new Date(end).toISOString(), resolution: 'RAW' });
  await rest(page, new URL(`/trends?${query}`, consoleOf(ready)));
  const chart = page.getByRole('application');
  await chart.locator('canvas').waitFor();
  const table = page.getByRole('button', { name: /^(Show as a table|Back to the chart)$/ });
  const drawn: number[] = [];
  const zoomed: number[] = [];
  for (let time = 0; time < times; time += 1) {
    await table.focus();
    await quiet(page);
    await press(page, 'Enter');
    await chart.waitFor({ state: 'detached' });
    await quiet(page);
    drawn.push(await press(page, 'Enter', true));
    await chart.locator('canvas').waitFor();
  }
  for (let time = 0; time < times / 2; time += 1) {
    for (const key of ['+', '-']) {
      await chart.focus();
      await quiet(page);
      zoomed.push(await press(page, key));
    }
  }
  await keepLook(page, 'long-trend');
  await context.close();
  return { readings, drawnMs: spread(drawn), zoomedMs: spread(zoomed) };
}

/** Until the browser has nothing left to do for the page: a person's next key does not fall into what the last one set off. */
async function quiet(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

/**
 * Presses a key and waits for the frame that answers it.
 *
 * @param untilDrawn waits until the frame has a chart in it
 * @returns from the key's event, by the browser's own time stamp, to the moment after the painting of that frame, in ms
 */
async function press(page: Page, key: string, untilDrawn = false): Promise<number> {
  await page.evaluate((until) => {
    const painted = new Promise<number>((resolve) => {
      addEventListener(
        'keydown',
        ({ timeStamp }) => {
          const look = (): void => {
            if (until && !document.querySelector('[role=application] canvas')) requestAnimationFrame(look);
            else {
              // A message that is sent before the painting comes after it.
              const { port1, port2 } = new MessageChannel();
              port1.addEventListener('message', () => resolve(performance.now() - timeStamp), { once: true });
              port1.start();
              port2.postMessage(null);
            }
          };
          requestAnimationFrame(look);
        },
        { capture: true, once: true },
      );
    });
    Reflect.set(globalThis, 'painted', painted);
  }, untilDrawn);
  await page.keyboard.press(key);
  return page.evaluate(() => Reflect.get(globalThis, 'painted'));
}

async function sendReadings(ready: ReadyFile, start: number): Promise<void> {
  const gateway = await EdgeGateway.connect(ready, 'CESTAS');
  for (let from = 0; from < readings; from += pointsPerMessage) {
    await gateway.send(
      Array.from({ length: Math.min(pointsPerMessage, readings - from) }, (_, step) => {
        const index = from + step;
        return { asset, tag, t: start + index * intervalMs, v: 1_200 + 1_000 * Math.sin(index / 1_375) + 40 * Math.sin(index * 1.7) };
      }),
    );
  }
  await gateway.close();
}

/** The tag's id, when its last readings can be read. */
async function storedTag(ready: ReadyFile, start: number, end: number): Promise<string> {
  const manager = await Person.signIn(ready, 'manager@helios.test');
  const found = await manager.data<{ asset: { tags: { id: string; name: string }[] } }>(`{ asset(code: "${asset}") { tags { id name } } }`);
  const id = found.asset.tags.find(({ name }) => name === tag)?.id ?? '';
  const [from, to] = [new Date(start).toISOString(), new Date(end).toISOString()];
  await eventually(
    () =>
      manager.data<{ tag: { series: { count: number[] } } }>(
        `{ tag(id: "${id}") { series(from: "${from}", to: "${to}", resolution: ONE_HOUR, maxPoints: 1000) { count } } }`,
      ),
    ({ tag: { series } }) => series.count.reduce((sum, count) => sum + count, 0) >= readings,
    120_000,
  );
  await manager.close();
  return id;
}
