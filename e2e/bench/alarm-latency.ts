import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { backgroundTask } from '@dcmms/dev/bench/background.ts';
import { spread, type Spread } from '@dcmms/dev/bench/figures.ts';
import type { PublisherResult, PublisherTask } from '@dcmms/dev/bench/ingest-publisher.ts';
import { Worker } from '@dcmms/dev/bench/worker.ts';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';
import { consoleOf, signIn } from '../console/person.ts';
import { EdgeGateway, type Point } from '../testing/gateway.ts';
import { Person } from '../testing/person.ts';
import { rest } from './pages.ts';

const wantedPerSecond = 5_000;
const alarmsMeasured = 60;
/** Until the bridge knows the tags of the gateways in the background and its compiler is warm. */
const settleMs = 8_000;
/** Longer than all alarms take; the background ends with the last of them. */
const backgroundSeconds = 600;
/** By their readings' time the alarms are older than a flood, whose rows would be grouped. */
const agoMs = 4 * 3_600_000;
/** A raise that soon after the end would be the same alarm again. */
const roundMs = 20 * 60_000;

/** An inverter with nothing open, at a site whose gateway is ours. */
interface Inverter {
  readonly id: string;
  readonly code: string;
  readonly site: { readonly code: string };
}

export interface AlarmFigures {
  readonly alarms: number;
  /** What the bridge took in meanwhile, by its own count. */
  readonly readingsPerSecond: number;
  readonly ms: Spread;
}

/**
 * From the PUBACK of the reading that completes a rule's condition to the frame in which the alarm's row is on an operator's screen,
 * while other gateways send. Every inverter in its turn, and again when its alarm before is over.
 */
export async function measureAlarms(browser: Browser, ready: ReadyFile, secret: string): Promise<AlarmFigures> {
  const operator = await Person.signIn(ready, 'operator@helios.test');
  const { page, context } = await signIn(browser, consoleOf(ready), 'operator@helios.test');
  const inverters = await healthyInverters(operator);
  const sites = [...new Set(inverters.map(({ site }) => site.code))];
  const gateways = new Map(await Promise.all(sites.map(async (site) => [site, await EdgeGateway.connect(ready, site)] as const)));
  const background = new Worker<PublisherTask, PublisherResult>('ingest-publisher.ts');
  const ms: number[] = [];
  try {
    background.run(await backgroundTask(ready, secret, wantedPerSecond, backgroundSeconds)).catch(() => undefined);
    await sleep(settleMs);
    await rest(page, new URL('/alarms', consoleOf(ready)));
    const first = Date.now() - agoMs;
    const [readingsBefore, begun] = [await readingsTaken(ready), performance.now()];
    for (let index = 0; index < alarmsMeasured; index += 1) {
      const inverter = inverters[index % inverters.length];
      const gateway = gateways.get(inverter?.site.code ?? '');
      if (!inverter || !gateway) throw new Error('every inverter has an alarm');
      let t = first + Math.floor(index / inverters.length) * roundMs + (index % inverters.length) * 1_000;
      const samples = (count: number, value: number): Point[] =>
        Array.from({ length: count }, (_, step) => ({
          asset: inverter.code,
          tag: `${inverter.code}.HeatsinkTemperature`,
          t: (t += 1_000),
          v: value + step / 10,
        }));
      await gateway.send(samples(2, 92));
      await watchForNewRow(page, inverter.code);
      await gateway.send(samples(1, 93));
      const takenAt = Date.now();
      ms.push(Math.max(0, (await frameWithNewRow(page)) - takenAt));
      await acknowledge(operator, inverter);
      await gateway.send(samples(12, 60));
    }
    const seconds = (performance.now() - begun) / 1_000;
    const readingsPerSecond = Math.round(((await readingsTaken(ready)) - readingsBefore) / seconds);
    return { alarms: ms.length, readingsPerSecond, ms: spread(ms) };
  } finally {
    background.end();
    for (const gateway of gateways.values()) await gateway.close();
    await operator.close();
    await context.close();
  }
}

async function healthyInverters(operator: Person): Promise<Inverter[]> {
  const { assets } = await operator.data<{ assets: { nodes: (Inverter & { alerts: { totalCount: number } })[] } }>(
    `{ assets(first: 50, where: { type: { eq: INVERTER } }) { nodes { id code site { code }
      alerts(first: 1, where: { status: { ne: RESOLVED } }) { totalCount } } } }`,
  );
  return assets.nodes.filter(({ alerts }) => alerts.totalCount === 0);
}

async function acknowledge(operator: Person, { id }: Inverter): Promise<void> {
  const { alerts } = await operator.data<{ alerts: { nodes: { id: string }[] } }>(
    'query ($id: ID!) { alerts(first: 1, where: { assetId: { eq: $id }, status: { eq: ACTIVE } }) { nodes { id } } }',
    { id },
  );
  await operator.change('acknowledgeAlert', { id: alerts.nodes[0]?.id }, 'alert { id }');
}

/** From now on the page looks in every frame for a row of the inverter's heat that is not there yet. */
async function watchForNewRow(page: Page, code: string): Promise<void> {
  await page.evaluate((asset) => {
    const keys = (): (string | null)[] =>
      [...document.querySelectorAll('[data-key]')]
        .filter(({ textContent }) => /heatsink/i.test(textContent) && textContent.includes(asset))
        .map((row) => row.getAttribute('data-key'));
    const before = new Set(keys());
    const found = new Promise<number>((resolve, reject) => {
      setTimeout(() => reject(new Error(`no new row of ${asset} within 20 s`)), 20_000);
      const look = (): void => {
        if (keys().some((key) => !before.has(key))) resolve(Date.now());
        else requestAnimationFrame(look);
      };
      look();
    });
    Reflect.set(globalThis, 'found', found);
  }, code);
}

/** When the frame began that had it: epoch milliseconds. */
function frameWithNewRow(page: Page): Promise<number> {
  return page.evaluate(() => Reflect.get(globalThis, 'found'));
}

async function readingsTaken({ health }: ReadyFile): Promise<number> {
  const text = await (await fetch(new URL('/metrics', health['bridge']))).text();
  return Number(/^bridge_readings_total\{.*\} (\d+)$/m.exec(text)?.[1]);
}
