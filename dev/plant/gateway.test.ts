import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedDemo } from '@dcmms/db/seed/demo.ts';
import { gatewayCredentials } from '@dcmms/db/seed/gateways.ts';
import { demoTags } from '@dcmms/db/seed/tags.ts';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import { hashGatewayPassword } from '@dcmms/db/telemetry/gateway-password.ts';
import { GOOD } from '@dcmms/telemetry/bridge/readings/quality.ts';
import { startTestFront, type TestFront } from '@dcmms/telemetry/bridge/testing/front.ts';
import { createTestStore, silent, type TestStore } from '@dcmms/telemetry/bridge/testing/site.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeReadyFile } from '../launcher/ready-file.ts';
import { FaultFile } from './fault-file.ts';
import { SimulatedGateway } from './gateway.ts';
import { Schedule } from './schedule.ts';
import { createWorld } from './world.ts';

const secret = 'the secret of the plant';
let store: TestStore;
let home: string;
let port: number;
let listener: TestFront;

beforeAll(async () => {
  store = await createTestStore();
  await seedDemo({ url: store.test.url, secret, now: new Date(), idpPort: 4100, log: silent });
  home = await mkdtemp(join(tmpdir(), 'dcmms-plant-'));
  port = await freePort();
  listener = await startTestFront(store, { port });
});

afterAll(async () => {
  await listener[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  await rm(home, { recursive: true });
});

const url = () => `mqtt://127.0.0.1:${port}`;

test('npm start’s plant makes every tag of the demo live, all of it believable, and ends with its parent', async () => {
  const plant = fork(join(import.meta.dirname, 'main.ts'), {
    env: { PATH: process.env['PATH'], DCMMS_HOME: home, DCMMS_SECRET: secret, MQTT_PORT: String(port), LOG_LEVEL: 'error' },
  });
  try {
    await once(plant, 'message');
    await eventually(
      async () => new Set((await listener.read()).readings.map(([tag]) => tag)).size >= new Set(demoTags.map(({ name }) => name)).size,
    );
    const { readings, letters } = await listener.read();
    expect(letters).toEqual([]);
    expect(readings.filter(([, , , quality]) => quality !== GOOD)).toEqual([]);
    expect(readings.length).toBeGreaterThanOrEqual(demoTags.length);
  } finally {
    await endedWithChannel(plant);
  }
});

test('what is due while the listener is away comes after it, in full, once it is back', async () => {
  const credential = gatewayCredentials(secret).find(({ site }) => site === 'KELDA');
  if (!credential) throw new Error('KELDA has no gateway');
  const fromMs = Date.now();
  const schedule = new Schedule('KELDA', createWorld(), 400);
  const gateway = new SimulatedGateway({ url: url(), credential, schedule, fromMs, opens: false, stepMs: 50 });
  const running = gateway.run();
  const after = async () => (await listener.read()).readings.filter(([, timeMs]) => timeMs > fromMs);
  await eventually(async () => (await after()).length > 600);
  const before = await after();
  await listener[Symbol.asyncDispose]();
  const awayMs = Date.now();
  await eventually(async () => Date.now() - awayMs > 1_500);
  listener = await startTestFront(store, { port });
  const untilMs = Date.now();
  gateway.finish(untilMs);
  await running;

  const key = ([tag, timeMs, value]: readonly [string, number, number | null, number]) => `${tag} ${timeMs} ${value}`;
  const arrived = new Set([...before, ...(await after())].map(key));
  const expected = schedule.due(fromMs, untilMs).map(({ tag, t, v }) => `${tag} ${t} ${v}`);
  expect(expected.filter((one) => !arrived.has(one))).toEqual([]);
  expect(arrived.size).toBe(expected.length);
  expect(gateway.counts.acknowledged).toBeGreaterThanOrEqual(expected.length);
});

test('a gateway that is refused tries again until it is let in, and then begins with the newest of every tag', async () => {
  const known = gatewayCredentials(secret).find(({ site }) => site === 'KELDA');
  if (!known) throw new Error('KELDA has no gateway');
  const credential = { ...known, password: 'not yet known' };
  const refused = Promise.withResolvers<string>();
  const schedule = new Schedule('KELDA', createWorld(), 60_000);
  const failed = (error: Error) => refused.resolve(error.message);
  const gateway = new SimulatedGateway({ url: url(), credential, schedule, fromMs: Date.now(), opens: true, stepMs: 50, failed });
  const running = gateway.run();
  expect(await refused.promise).toMatch(/not authorized|bad user/i);
  const hash = await hashGatewayPassword(credential.password);
  await store.admin.query('update gateways set password_hash = $1 where username = $2', [hash, credential.username]);
  const tags = demoTags.filter((tag) => tag.asset.site === 'KELDA').length;
  await eventually(async () => gateway.counts.acknowledged >= tags);
  gateway.end();
  await running;
});

test('npm run plant sends what it was asked for, counts it, and leaves its fault to the plant that runs on', async () => {
  const away = 'http://127.0.0.1:1';
  writeReadyFile(join(home, 'ready.json'), {
    graphql: away,
    graphqlWs: away,
    partnerGraphql: away,
    idp: away,
    mqtt: url(),
    questdbHttp: away,
    questdbPg: away,
    database: away,
    gateways: gatewayCredentials(secret),
    health: {},
    pids: {},
  });
  const fromMs = Date.now();
  const { code, output, errors } = await plantCommand(
    '--sites',
    '1',
    '--rate',
    '354',
    '--seconds',
    '3',
    '--fault',
    'inverter-overheat:INV-02',
  );
  expect(errors).toMatch(/INV-02 overheats from now until/);
  expect(code).toBe(0);
  const figures: unknown = JSON.parse(output);
  // Each of the 354 tags once a second.
  expect(figures).toMatchObject({ sites: ['CESTAS'], sent: 1_062, acknowledged: 1_062 });
  const heat = (await listener.read()).readings.flatMap(([tag, timeMs, value]) =>
    tag === 'INV-02.HeatsinkTemperature' && timeMs > fromMs ? [value ?? 0] : [],
  );
  expect(heat).toHaveLength(3);
  expect(heat.at(-1)).toBeGreaterThan(Number(heat[0]) + 2);

  const file = new FaultFile(home);
  expect(file.refresh()).toBeUndefined();
  expect(file.faults).toMatchObject([{ kind: 'inverter-overheat', asset: 'INV-02' }]);
});

test.each([
  [['--format', 'sparkplug'], /--format sparkplug comes later/],
  [['--sites', '4', '--rate', '0'], /--sites is a number from 1 to 3.\n--rate is/],
  [['--fault', 'inverter-trip'], /there is inverter-overheat/],
  [['--fault', 'inverter-overheat:INV-99'], /no inverter INV-99/],
  [['--sites', '1', '--fault', 'inverter-overheat:INV-21'], /INV-21 stands in MOSS/],
])('%j is answered with a sentence that says what there is', async (args, sentence) => {
  const { code, errors } = await plantCommand(...args);
  expect([code, sentence.test(errors) ? '' : errors]).toEqual([1, '']);
});

function plantCommand(...args: string[]): Promise<{ code: number | null; output: string; errors: string }> {
  const command = fork(join(import.meta.dirname, 'plant.ts'), args, { env: { PATH: process.env['PATH'], DCMMS_HOME: home }, silent: true });
  let [output, errors] = ['', ''];
  command.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  command.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((resolve) => command.on('close', (code) => resolve({ code, output, errors })));
}

async function endedWithChannel(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  if (child.connected) child.disconnect();
  expect(await exited).toEqual([0, null]);
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const untilMs = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > untilMs) throw new Error('It did not come about within 30 s.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
