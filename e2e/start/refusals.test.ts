import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Installation } from '@dcmms/dev/installation/installation.ts';
import { identify, isAlive } from '@dcmms/db/embedded/processes.ts';
import { eventually } from '../testing/eventually.ts';
import { processesOf } from '../testing/processes.ts';

let installation: Installation;
const holders: Server[] = [];

beforeAll(async () => {
  installation = await Installation.create();
});

afterEach(async () => {
  for (const holder of holders.splice(0)) await new Promise((resolve) => holder.close(resolve));
});

afterAll(async () => {
  await installation.remove();
});

/** Holds the port that a variable of the installation names. */
async function hold(variable: string): Promise<string> {
  const port = installation.environment[variable] ?? '';
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen({ host: '127.0.0.1', port: Number(port) }, resolve));
  holders.push(holder);
  return port;
}

/** Starts it and expects it to end with 1 and nothing left of it; gives what it says to the person. */
async function refused(environment: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const { code, stderr } = await installation.run(['dev/launcher/start.ts', '--no-plant', '--no-web'], environment);
  expect(code).toBe(1);
  expect(await processesOf(installation.home)).toEqual([]);
  expect(existsSync(join(installation.home, 'ready.json'))).toBe(false);
  return stderr.trim().split('\n');
}

test('taken ports are named all at once, each with the variable that moves it', async () => {
  const [graph, idp, mqtt] = [await hold('GATEWAY_PORT'), await hold('IDP_PORT'), await hold('MQTT_PORT')];
  expect(await refused()).toEqual([
    `Port ${graph}, which the graph needs, is taken by another program: end that program, or set GATEWAY_PORT to a free port.`,
    `Port ${idp}, which the identity provider needs, is taken by another program: end that program, or set IDP_PORT to a free port.`,
    `Port ${mqtt}, which the MQTT listener needs, is taken by another program: end that program, or set MQTT_PORT to a free port.`,
  ]);
});

test.each([
  ['QUESTDB_HTTP_PORT', 'HTTP'],
  ['QUESTDB_PG_PORT', 'PGwire'],
])('a taken %s ends the start with one sentence, and what had been started by then is ended', async (variable, protocol) => {
  const port = await hold(variable);
  expect(await refused()).toEqual([
    `Port ${port}, which QuestDB's ${protocol} is to listen on, is taken by another program; stop that program or set ${variable} to a free port.`,
  ]);
});

test('without Java it says what is missing and the ways to get it', async () => {
  const [sentence, ...more] = await refused({ PATH: dirname(process.execPath), JAVA_HOME: '' });
  expect(sentence).toMatch(
    /^QuestDB needs Java 17 or newer and none was found .*: install a JDK 17 or newer and Maven, or set JAVA_HOME .* or set QUESTDB_HTTP_URL .*docker compose up questdb"\.$/,
  );
  expect(more).toEqual([]);
});

test('settings that make no sense are named all at once', async () => {
  expect(await refused({ GATEWAY_PORT: 'front door', IDP_PORT: '70000' })).toEqual([
    'These settings need a look:',
    expect.stringMatching(/^ {2}GATEWAY_PORT: /),
    expect.stringMatching(/^ {2}IDP_PORT: /),
  ]);
});

test('Ctrl-C while QuestDB is still being fetched ends the fetch too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dcmms-slow-maven-'));
  // A Maven that takes its time, as over a slow line.
  writeFileSync(join(folder, 'mvn'), `#!/bin/sh\necho $$ > ${folder}/pid\nexec sleep 300\n`);
  chmodSync(join(folder, 'mvn'), 0o755);
  const { environment, home } = installation;
  try {
    const launcher = spawn(process.execPath, ['dev/launcher/start.ts', '--no-plant', '--no-web'], {
      cwd: join(import.meta.dirname, '..', '..'),
      env: { ...environment, PATH: `${folder}${delimiter}${environment['PATH']}`, QUESTDB_JAR: '' },
      stdio: 'ignore',
    });
    const ended = once(launcher, 'exit');
    const maven = await eventually(
      () => identify(Number(readFileSync(join(folder, 'pid'), 'utf8'))),
      (process) => process !== null,
    );
    const since = performance.now();
    launcher.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(performance.now() - since).toBeLessThan(10_000);
    expect(maven && isAlive(maven)).toBe(false);
    expect(await processesOf(home)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
