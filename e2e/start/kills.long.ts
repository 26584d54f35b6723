import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Installation } from '@dcmms/dev/installation/installation.ts';
import { eventually } from '../testing/eventually.ts';
import { partProcesses, processesOf, stillRunning } from '../testing/processes.ts';
import { serves } from '../testing/serves.ts';
import { killAndReturn } from '../testing/kill.ts';
import { leaveMark, marksLeft, type Mark } from './mark.ts';

const parts = ['postgres', 'questdb', 'bridge', 'gateway', 'idp', 'web', 'plant'];
const subgraphs = ['core', 'inventory', 'telemetry', 'predictions'];

describe.each([
  ['all subgraphs in the gateway', [], parts],
  ['subgraphs as services', ['--services'], [...parts, ...subgraphs]],
] as const)('%s', (_name, args, killed) => {
  let installation: Installation;
  let mark: Mark;

  beforeAll(async () => {
    installation = await Installation.create(args);
    await installation.start();
    mark = await leaveMark(installation);
  }, 240_000);

  // One that did not come back in time shall not spoil the tests of the others.
  beforeEach(async () => {
    await eventually(
      () => Object.keys(installation.ready.pids).length,
      (running) => running === killed.length + 1,
      30_000,
    );
  });

  afterAll(async () => {
    await installation.remove();
  }, 60_000);

  test('every part is on the list of those that are killed', () => {
    expect(Object.keys(installation.ready.pids).toSorted()).toEqual(['launcher', ...killed].toSorted());
  });

  test.each(killed)('kill -9 of %s: it is back within 10 s, no other part is touched, and all is served again', async (part) => {
    const backMs = await killAndReturn(installation, part, 10_000);
    const servedMs = await serves(installation);
    console.log(`${part}: back after ${backMs} ms, served again ${servedMs} ms later`);
    expect(await marksLeft(installation, mark)).toEqual(mark);
  });

  test.each(killed)('kill -9 of %s again and again: it comes back every time', async (part) => {
    // The pauses before each new start grow, and so may the time until it is there.
    for (let round = 0; round < 3; round += 1) await killAndReturn(installation, part, 30_000);
    await serves(installation);
  });

  test('kill -9 of all parts at once: all come back', async () => {
    const before = partProcesses(installation.ready).filter(({ part }) => part !== 'launcher');
    for (const { process: target } of before) process.kill(target.pid, 'SIGKILL');
    await eventually(
      () => Object.keys(installation.ready.pids).length,
      (running) => running === killed.length + 1 && stillRunning(before).length === 0,
      60_000,
    );
    await serves(installation, 60_000);
    expect(await marksLeft(installation, mark)).toEqual(mark);
  });

  test('kill -9 of the launcher, over and over: each next start finds the stores and goes on', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { pids } = installation.ready;
      await installation.kill();
      const next = await installation.start();
      expect([next.pids['postgres'], next.pids['questdb']]).toEqual([pids['postgres'], pids['questdb']]);
      expect(await marksLeft(installation, mark)).toEqual(mark);
    }
    await serves(installation);
  });

  test('kill -9 of the launcher and of everything with it: the next start recovers the data', async () => {
    const before = partProcesses(installation.ready);
    for (const { part, process: target } of before) if (part !== 'launcher') process.kill(target.pid, 'SIGKILL');
    await installation.kill();
    await installation.start();
    expect(await marksLeft(installation, mark)).toEqual(mark);
    await serves(installation);
  });

  test('Ctrl-C while it starts leaves nothing behind either', async () => {
    expect(await installation.stop()).toBe(0);
    for (const afterMs of [200, 1_000, 2_000, 3_000, 4_000, 6_000]) {
      await interruptedStart(installation, afterMs);
      expect({ afterMs, left: await processesOf(installation.home) }).toEqual({ afterMs, left: [] });
      expect(existsSync(join(installation.home, 'ready.json'))).toBe(false);
    }
    await installation.start();
    expect(await marksLeft(installation, mark)).toEqual(mark);
  });
});

/** Ctrl-C so many milliseconds after the start, whatever it is doing then. */
async function interruptedStart(installation: Installation, afterMs: number): Promise<void> {
  const launcher = spawn(process.execPath, ['dev/launcher/start.ts'], {
    cwd: join(import.meta.dirname, '..', '..'),
    env: installation.environment,
    stdio: 'ignore',
  });
  const ended = once(launcher, 'exit');
  await sleep(afterMs);
  launcher.kill('SIGINT');
  await ended;
}
