import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { Installation } from '@dcmms/dev/installation/installation.ts';
import { launchChromium } from '../browser/chromium.ts';
import { killTheGatewayUnder } from './resume.ts';
import { lookAt, routesOf } from './routes.ts';

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

test.each([
  ['desk', 'light'],
  ['desk', 'dark'],
  ['phone', 'light'],
  ['phone', 'dark'],
] as const)('every route on a %s in %s: axe finds nothing, nothing scrolls sideways, one first heading, no error', async (size, theme) => {
  await lookAt(browser, installation.ready, await routesOf(installation.ready), size, theme);
});

test('fifty pages whose gateway was killed are live again by themselves and show the alarm that came meanwhile', async () => {
  await killTheGatewayUnder(browser, installation, 50, 'INV-06');
});
