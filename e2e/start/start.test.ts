import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Installation } from '@dcmms/dev/installation/installation.ts';
import { eventually } from '../testing/eventually.ts';
import { partProcesses, processesOf, stillRunning } from '../testing/processes.ts';
import { serves } from '../testing/serves.ts';
import { killAndReturn } from '../testing/kill.ts';
import { leaveMark, marksLeft } from './mark.ts';

const quiet = ['--no-plant', '--no-web'];
let installation: Installation;

beforeAll(async () => {
  installation = await Installation.create(quiet);
  await installation.start();
}, 240_000);

afterAll(async () => {
  await installation.remove();
}, 60_000);

test('a start says `ready` and leaves every address, credential and process id for its owner alone', async () => {
  expect(installation.output.trimEnd().split('\n').at(-1)).toBe('ready');
  const file = join(installation.home, 'ready.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const port = (variable: string) => Number(installation.environment[variable]);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    graphql: `http://localhost:${port('GATEWAY_PORT')}/graphql`,
    graphqlWs: `ws://localhost:${port('GATEWAY_PORT')}/graphql`,
    partnerGraphql: `http://localhost:${port('GATEWAY_PORT')}/partner/graphql`,
    idp: `http://localhost:${port('IDP_PORT')}`,
    mqtt: `mqtt://localhost:${port('MQTT_PORT')}`,
    questdbHttp: expect.stringMatching(new RegExp(`^http://[^:]+:[^@]+@127\\.0\\.0\\.1:${port('QUESTDB_HTTP_PORT')}$`)),
    questdbPg: expect.stringMatching(new RegExp(`^postgresql://[^:]+:[^@]+@127\\.0\\.0\\.1:${port('QUESTDB_PG_PORT')}/qdb$`)),
    database: expect.stringMatching(/^postgresql:\/\/[^:]+:[^@]+@.+\/dcmms$/),
    gateways: ['CESTAS', 'MOSS', 'KELDA'].map((site) => ({
      tenant: site === 'KELDA' ? 'borealis' : 'helios',
      site,
      gateway: expect.stringMatching(/^GW-\d\d$/),
      username: expect.any(String),
      password: expect.any(String),
    })),
    health: { idp: expect.any(String), bridge: expect.any(String), gateway: expect.any(String) },
    pids: Object.fromEntries(['launcher', 'postgres', 'questdb', 'idp', 'bridge', 'gateway'].map((part) => [part, expect.any(Number)])),
  });
  const { pids, health } = installation.ready;
  expect(pids['launcher']).toBe(installation.launcherPid);
  expect(await programOf(pids['postgres'])).toBe('postgres');
  expect(await programOf(pids['questdb'])).toBe('java');
  expect(new Set(Object.values(pids)).size).toBe(Object.keys(pids).length);
  for (const [part, url] of Object.entries(health)) {
    expect(await (await fetch(url)).json()).toMatchObject({ status: 'ok', part });
  }
  await serves(installation);
});

test('a second start of the same folder is refused with one sentence, and disturbs nothing', async () => {
  const before = installation.ready;
  const { code, stdout, stderr } = await installation.run(['dev/launcher/start.ts', ...quiet]);
  expect(stderr.trim()).toBe(
    `This installation (${installation.home}) is running already, as process ${before.pids['launcher']}: use it, or choose another DCMMS_HOME.`,
  );
  expect([code, stdout]).toEqual([1, '']);
  expect(installation.ready).toEqual(before);
  expect(stillRunning(partProcesses(before))).toHaveLength(Object.keys(before.pids).length);
});

test('two installations run side by side and know nothing of each other', async () => {
  const before = installation.ready;
  const other = await Installation.create([...quiet, '--no-demo']);
  try {
    const ready = await other.start();
    expect(ready.gateways).toEqual([]);
    expect(Object.values(ready.pids).filter((pid) => Object.values(before.pids).includes(pid))).toEqual([]);
    const parts = partProcesses(ready);
    expect(await other.stop()).toBe(0);
    expect(stillRunning(parts)).toEqual([]);
    expect(installation.ready).toEqual(before);
    await serves(installation);
  } finally {
    await other.remove();
  }
}, 180_000);

test.each(['gateway', 'bridge'])(
  'kill -9 of the %s: it comes back with another pid, nobody else notices, and all is served again',
  async (part) => {
    await killAndReturn(installation, part, 30_000);
    await serves(installation);
  },
);

test('kill -9 of the launcher: our processes end, and the next start finds the stores running, with their data', async () => {
  const mark = await leaveMark(installation);
  const before = installation.ready;
  const ours = partProcesses(before).filter(({ part }) => part !== 'postgres' && part !== 'questdb');
  const stores = partProcesses(before).filter(({ part }) => part === 'postgres' || part === 'questdb');
  await installation.kill();
  // At once, while the processes of before still hold their ports.
  const after = await installation.start();
  expect(stillRunning(ours)).toEqual([]);
  expect(stillRunning(stores)).toEqual(['postgres', 'questdb']);
  expect([after.pids['postgres'], after.pids['questdb']]).toEqual([before.pids['postgres'], before.pids['questdb']]);
  expect(await marksLeft(installation, mark)).toEqual(mark);
  await serves(installation);
}, 120_000);

test('Ctrl-C ends everything within 10 s and leaves no process and no ready.json; a second start keeps the data', async () => {
  const mark = await leaveMark(installation);
  const parts = partProcesses(installation.ready);
  const since = performance.now();
  expect(await installation.stop()).toBe(0);
  expect(performance.now() - since).toBeLessThan(10_000);
  expect(stillRunning(parts)).toEqual([]);
  expect(await processesOf(installation.home)).toEqual([]);
  expect(existsSync(join(installation.home, 'ready.json'))).toBe(false);

  await installation.start();
  expect(installation.output).not.toContain('The demo fleet was loaded.');
  expect(await marksLeft(installation, mark)).toEqual(mark);
}, 120_000);

test('a killed launcher leaves our processes for a moment only', async () => {
  const ours = partProcesses(installation.ready).filter(({ part }) => part !== 'postgres' && part !== 'questdb');
  await installation.kill();
  await eventually(
    () => stillRunning(ours),
    (left) => left.length === 0,
    10_000,
  );
});

async function programOf(pid: number | undefined): Promise<string> {
  const [program = ''] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
  return basename(program);
}
