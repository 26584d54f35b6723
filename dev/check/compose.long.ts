import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { databaseUrl } from '@dcmms/db/connection.ts';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import { subgraphNames } from '@dcmms/schema/read.ts';
import { signIn } from '../idp/sign-in.ts';
import { buildWeb } from '../launcher/build-web.ts';

const root = join(import.meta.dirname, '..', '..');
const database = `compose_${randomBytes(6).toString('hex')}`;
const running: ChildProcess[] = [];
const printed = new Map<string, string>();
let home: string;
let ports: Record<string, string>;

const compose = z
  .object({
    services: z.record(z.string(), z.looseObject({ environment: z.record(z.string(), z.coerce.string()).optional() })),
  })
  .parse(parse(await readFile(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }));

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'dcmms-compose-'));
  await chmod(home, 0o755);
  const names = ['core', 'inventory', 'telemetry', 'predictions', 'bridge', 'gateway', 'idp', 'web'];
  ports = Object.fromEntries(await Promise.all(names.map(async (name) => [name, String(await freePort())] as const)));
  const admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  await admin.query(`create database ${database}`);
  await admin.end();
  await buildWeb(root, () => undefined);
});

afterAll(async () => {
  for (const child of running) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.kill('SIGTERM')) await ended;
  }
  const admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  await admin.query(`drop database ${database} with (force)`);
  await admin.end();
  await rm(home, { recursive: true, force: true });
});

test('our processes start with exactly the variables of docker-compose.yml and answer as one system', async () => {
  const migrated = start('migrate');
  const code = await new Promise((resolve) => migrated.once('exit', resolve));
  expect({ code, printed: code === 0 ? '' : printed.get('migrate') }).toEqual({ code: 0, printed: '' });
  for (const name of ['idp', ...subgraphNames, 'bridge', 'gateway']) start(name);
  const web = compose.services['web']?.environment ?? {};
  launch('web', ['web/main.ts'], here('web', web));

  const gateway = `http://127.0.0.1:${ports['gateway']}`;
  await answers(`${gateway}/ready`);
  await answers(`http://127.0.0.1:${ports['web']}/health`);
  const token = await signIn({ issuer: `http://localhost:${ports['idp']}/t/helios`, email: 'operator@helios.test', password: 'demo' });
  const response = await fetch(`http://127.0.0.1:${ports['web']}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      query:
        '{ site(code: "CESTAS") { code assets(first: 1) { nodes { code tags { latest { value } } predictions(first: 1) { totalCount } } } } }',
    }),
  });
  expect(await response.json()).toMatchObject({ data: { site: { code: 'CESTAS', assets: { nodes: [{ code: expect.any(String) }] } } } });
});

function start(name: string): ChildProcess {
  return launch(name, ['dev/launcher/serve.ts', name], here(name, compose.services[name]?.environment ?? {}));
}

function launch(name: string, args: readonly string[], environment: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    // What the image brings, and what compose gives: nothing of ours beside it.
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', DCMMS_HOME: home, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const keep = (chunk: Buffer) => printed.set(name, `${printed.get(name) ?? ''}${chunk.toString()}`);
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  running.push(child);
  return child;
}

/** The service's variables with each address changed to where the same thing is on this machine; names and number stay. */
function here(name: string, given: Readonly<Record<string, string>>): Record<string, string> {
  const questdb = inject('questdb');
  if (questdb === null) throw new Error('this test needs QuestDB');
  const postgres = databaseUrl(inject('postgresUrl'), database);
  const known: Record<string, string> = {
    DCMMS_SECRET: 'the secret of the test servers',
    DATABASE_URL: postgres,
    DATABASE_DIRECT_URL: postgres,
    QUESTDB_HTTP_URL: withCredentials(questdb.httpUrl, questdb.user, questdb.password),
    QUESTDB_PG_URL: questdb.pgUrl,
    QUESTDB_PG_READ_URL: questdb.pgReadUrl,
    LIVE_MQTT_URL: `mqtt://127.0.0.1:${ports['bridge']}`,
    MQTT_PORT: ports['bridge'] ?? '',
    MQTT_URL: '',
    SUBGRAPH_PORT: ports[name] ?? '0',
    GATEWAY_PORT: ports['gateway'] ?? '',
    GATEWAY_URL: `http://127.0.0.1:${ports['gateway']}`,
    IDP_PORT: ports['idp'] ?? '',
    WEB_PORT: ports['web'] ?? '',
    ...Object.fromEntries(subgraphNames.map((each) => [`SUBGRAPH_${each.toUpperCase()}_URL`, `http://127.0.0.1:${ports[each]}/graphql`])),
  };
  return Object.fromEntries(
    Object.entries(given).map(([variable, value]) => [
      variable,
      value.endsWith('0.0.0.0') ? '127.0.0.1' : (known[variable] ?? withDefaults(value)),
    ]),
  );
}

/** As compose fills in `${NAME:-default}` for whoever sets nothing but the secret. */
function withDefaults(value: string): string {
  return value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
}

function withCredentials(url: string, user: string, password: string): string {
  const address = new URL(url);
  address.username = user;
  address.password = password;
  return address.href.replace(/\/$/, '');
}

async function answers(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    const dead = running.find((child) => child.exitCode !== null && child.exitCode !== 0);
    if (dead) throw new Error(`A process ended before ${url} answered:\n${[...printed.values()].join('\n').slice(-4_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
