import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Installation } from '@dcmms/dev/installation/installation.ts';
import { askAcrossFourSubgraphs, hearAcrossTwoSubgraphs } from './across.ts';
import { walkTheThread } from './journey.ts';
import { loseTheSocketOverAndOver } from './resume.ts';

describe.each([
  ['all subgraphs in the gateway', []],
  ['subgraphs as services', ['--services']],
] as const)('%s', (_name, args) => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await Installation.create(['--no-plant', '--no-web', ...args]);
    await installation.start();
  }, 240_000);

  afterAll(async () => {
    await installation.remove();
  }, 60_000);

  test('a reading becomes an alert, an order, a used part and a closed order', async () => {
    await walkTheThread(installation, 'INV-02');
  });

  test('one query crosses all four subgraphs', async () => {
    await askAcrossFourSubgraphs(installation);
  });

  test('one subscription nests fields of two subgraphs', async () => {
    await hearAcrossTwoSubgraphs(installation, 'INV-03');
  });

  test('a client that loses its socket 200 times misses nothing and hears nothing twice', async () => {
    await loseTheSocketOverAndOver(installation, 'INV-04', 200);
  }, 180_000);

  test('Ctrl-C ends everything and leaves no process behind', async () => {
    const { pids } = installation.ready;
    expect(await installation.stop()).toBe(0);
    const left = Object.entries(pids).filter(([, pid]) => isAlive(pid));
    expect(left).toEqual([]);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
