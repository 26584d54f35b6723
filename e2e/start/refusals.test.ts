import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Installation } from '@dcmms/dev/installation/installation.ts';
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
