import { afterAll, beforeAll, test } from 'vitest';
import { Installation } from '@dcmms/dev/installation/installation.ts';
import { loseNothing } from './loss.ts';

let installation: Installation;

beforeAll(async () => {
  installation = await Installation.create(['--no-plant', '--no-web']);
  await installation.start();
}, 240_000);

afterAll(async () => {
  await installation.remove();
}, 60_000);

test('at 5,000 readings/s for 60 s with every store and the bridge killed in turn, nothing acknowledged is lost, doubled or left unevaluated', async () => {
  await loseNothing(installation, 60);
}, 300_000);
