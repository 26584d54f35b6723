import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { Installation } from '@dcmms/dev/installation/installation.ts';
import { launchChromium } from '../browser/chromium.ts';
import { walkTheLoop } from './loop.ts';

describe.each([
  ['all subgraphs in the gateway', []],
  ['subgraphs as services', ['--services']],
] as const)('%s', (_name, args) => {
  let installation: Installation;
  let browser: Browser;

  beforeAll(async () => {
    installation = await Installation.create(['--no-plant', ...args]);
    await installation.start();
    browser = await launchChromium();
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await installation?.remove();
  }, 60_000);

  test('six people in their own browsers do the whole loop, from the reading over MQTT to the closed order', async () => {
    await walkTheLoop(browser, installation.ready, 'INV-02');
  }, 180_000);
});
