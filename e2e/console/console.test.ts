import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Installation } from '@dcmms/dev/installation/installation.ts';
import { launchChromium } from '../browser/chromium.ts';
import { admitNoForeignScript } from './headers.ts';
import * as keyboard from './keyboard.ts';
import { workWithoutNetwork } from './offline.ts';
import { killTheGatewayUnder } from './resume.ts';
import { lookAt, routesOf } from './routes.ts';
import { endTheOther, mistypeAnAddress, pressBeforeTheScript, signOutEverywhere } from './sessions.ts';

let installation: Installation;
let browser: Browser;

beforeAll(async () => {
  installation = await Installation.create(['--no-plant']);
  await installation.start();
  browser = await launchChromium();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await installation?.remove();
}, 60_000);

test('every route on a desk in the light: axe finds nothing, nothing scrolls sideways, one first heading, no error', async () => {
  await lookAt(browser, installation.ready, await routesOf(installation.ready), 'desk', 'light');
}, 300_000);

test('scripts of the page alone run, by a nonce that no other page has; the session’s cookie is for no script', async () => {
  await admitNoForeignScript(browser, installation.ready);
}, 120_000);

test('the console’s process says that it lives, that its gateway answers, and what it uses, as every process does', async () => {
  const at = (path: string) => fetch(new URL(path, installation.ready.health['web']));
  expect(await (await at('/health')).json()).toEqual({ status: 'ok', part: 'web' });
  const ready = await at('/ready');
  expect({ status: ready.status, body: await ready.json() }).toEqual({
    status: 200,
    body: { status: 'ready', part: 'web', checks: [{ part: 'gateway', ok: true }] },
  });
  expect(await (await at('/metrics')).text()).toMatch(/^process_resident_memory_bytes\{part="web"\} \d+/m);
});

describe('sessions', () => {
  test('a mistyped address is told where it was typed', async () => {
    await mistypeAnAddress(browser, installation.ready);
  }, 120_000);

  test('whoever is quicker than the script gets in all the same', async () => {
    await pressBeforeTheScript(browser, installation.ready);
  }, 120_000);

  test('a session that another browser ended says so, and what was typed is there after signing in again', async () => {
    await endTheOther(browser, installation.ready);
  }, 120_000);

  test('signing out everywhere reaches the other tab and the other browser; Back shows nobody’s data', async () => {
    await signOutEverywhere(browser, installation.ready);
  }, 120_000);
});

test('a job whose network goes in the middle, over a reload, is done to its end: nothing lost, nothing twice', async () => {
  await workWithoutNetwork(browser, installation.ready);
}, 180_000);

describe('by keyboard alone', () => {
  test('an operator acknowledges an alarm and makes its order', async () => {
    await keyboard.takeOnAnAlarm(browser, installation.ready);
  }, 120_000);

  test('a manager finds an order and approves it', async () => {
    await keyboard.approve(browser, installation.ready);
  }, 120_000);

  test('a supervisor plans an order and assigns it', async () => {
    await keyboard.plan(browser, installation.ready);
  }, 120_000);

  test('a technician does a job from start to end', async () => {
    await keyboard.work(browser, installation.ready);
  }, 120_000);

  test('a storekeeper corrects a stock', async () => {
    await keyboard.correctStock(browser, installation.ready);
  }, 120_000);

  test('anybody zooms a trend', async () => {
    await keyboard.zoom(browser, installation.ready);
  }, 120_000);
});

test('six pages whose gateway was killed are live again by themselves and show the alarm that came meanwhile', async () => {
  await killTheGatewayUnder(browser, installation, 6, 'INV-06');
}, 180_000);
