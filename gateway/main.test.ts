import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { roleUrl, type LoginRole } from '@dcmms/db/connection.ts';
import { seedAuthority } from '@dcmms/db/seed/authority.ts';
import { createTestDatabase, type TestDatabase } from '@dcmms/db/testing/database.ts';
import type {} from '@dcmms/db/testing/servers.ts';
import { createTestTenant, type TestTenant } from '@dcmms/db/testing/tenant.ts';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import { Issuer } from './testing/issuer.ts';
import { until } from './testing/start.ts';

let database: TestDatabase;
let issuer: Issuer;
let tenant: TestTenant;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  issuer = await Issuer.start();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await seedAuthority(client);
  tenant = await createTestTenant(client);
  await client.query(`insert into tenant_idp_config (tenant_id, provider, issuer, jwks_uri) values ($1, 'oidc', $2, $3)`, [
    tenant.tenantId,
    issuer.url,
    `${issuer.url}/keys`,
  ]);
  await client.query(`update users set idp_user_id = 'subject-1' where id = $1`, [tenant.userId]);
  await client.query(
    `insert into user_roles (tenant_id, user_id, role_id) select $1, $2, id from roles where role_name = 'plant_manager' and is_system`,
    [tenant.tenantId, tenant.userId],
  );
  await client.query('insert into user_sites (tenant_id, user_id, site_id) values ($1, $2, $3)', [
    tenant.tenantId,
    tenant.userId,
    tenant.siteId,
  ]);
  await client.end();
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

afterAll(async () => {
  await issuer.stop();
  await database.drop();
});

/** The gateway's process, as the launcher starts it. */
function launch(environment: Record<string, string>) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  const state: { said: string; ready?: { port: number }; exit?: number | string } = { said: '' };
  child.stdout?.on('data', (data) => (state.said += String(data)));
  child.stderr?.on('data', (data) => (state.said += String(data)));
  child.on('message', (message) => (state.ready = message as { port: number }));
  child.on('exit', (code, signal) => (state.exit = code ?? signal ?? -1));
  return { child, state };
}

async function inProcess(): Promise<Record<string, string>> {
  const url = (role: LoginRole) => roleUrl(database.url, role, inject('secret'));
  return {
    DCMMS_SECRET: inject('secret'),
    GATEWAY_PORT: String(await freePort()),
    GATEWAY_DATABASE_URL: url('dcmms_gateway'),
    CORE_DATABASE_URL: url('dcmms_core'),
    INVENTORY_DATABASE_URL: url('dcmms_inventory'),
    TELEMETRY_DATABASE_URL: url('dcmms_telemetry'),
    PREDICTIONS_DATABASE_URL: url('dcmms_predictions'),
    OUTBOX_DATABASE_URL: url('dcmms_relay'),
    // Nobody answers there: what needs them is not asked here.
    QUESTDB_PG_READ_URL: 'postgres://reader@127.0.0.1:9/qdb',
    LIVE_MQTT_URL: 'mqtt://127.0.0.1:9',
  };
}

test('the process tells when it is ready, answers from all subgraphs in it, and ends with its launcher', async () => {
  const { child, state } = launch(await inProcess());
  await until(() => state.ready !== undefined || state.exit !== undefined, 'it is ready', 30_000);
  expect(state).toMatchObject({ ready: { type: 'ready' } });
  const base = `http://127.0.0.1:${state.ready?.port}`;
  const ask = async (path: string) => {
    const query = `{ viewer { email tenant { name } roles { name } } site(id: "${tenant.siteId}") { name assets(first: 5) { nodes { code alerts { nodes { id } } predictions { nodes { id } } } } } }`;
    const response = await fetch(`${base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await issuer.token('subject-1')}` },
      body: JSON.stringify({ query }),
    });
    return response.json();
  };
  for (const path of ['/graphql', '/partner/graphql']) {
    expect(await ask(path)).toEqual({
      data: {
        viewer: { email: tenant.email, tenant: { name: tenant.code }, roles: [{ name: 'plant_manager' }] },
        site: { name: 'Site', assets: { nodes: [{ code: 'INV-01', alerts: { nodes: [] }, predictions: { nodes: [] } }] } },
      },
    });
  }
  const checks = ((await (await fetch(`${base}/ready`)).json()) as { checks: { part: string; ok: boolean }[] }).checks;
  expect(checks.filter(({ ok }) => ok).map(({ part }) => part)).toEqual(
    expect.arrayContaining([
      'directory of people',
      'database of core',
      'database of inventory',
      'database of telemetry',
      'database of predictions',
    ]),
  );
  expect(checks.filter(({ ok }) => !ok).map(({ part }) => part)).toEqual(['store of readings']);

  child.disconnect();
  await until(() => state.exit !== undefined, 'it has ended');
  expect(state.exit).toBe(0);
}, 60_000);

test('SIGTERM ends it in an orderly way', async () => {
  const { child, state } = launch(await inProcess());
  await until(() => state.ready !== undefined || state.exit !== undefined, 'it is ready', 30_000);
  child.kill('SIGTERM');
  await until(() => state.exit !== undefined, 'it has ended');
  expect(state).toMatchObject({ exit: 0 });
}, 60_000);

test('settings that are missing are listed at once', async () => {
  const { state } = launch({ SUBGRAPHS: 'services', GATEWAY_DATABASE_URL: 'mysql://x', DCMMS_SECRET: inject('secret') });
  await until(() => state.exit !== undefined, 'it gives up', 30_000);
  expect(state.exit).not.toBe(0);
  for (const name of ['GATEWAY_DATABASE_URL', 'SUBGRAPH_CORE_URL', 'SUBGRAPH_PREDICTIONS_URL']) expect(state.said).toContain(`${name}: `);
  expect(state.said).not.toContain('mysql://x');
});

test('a port that is taken is told, and the process ends', async () => {
  const environment = await inProcess();
  const first = launch(environment);
  await until(() => first.state.ready !== undefined, 'the first is ready', 30_000);
  const second = launch(environment);
  await until(() => second.state.exit !== undefined, 'the second gives up', 30_000);
  expect(second.state.exit).not.toBe(0);
  expect(second.state.said).toContain('EADDRINUSE');
}, 60_000);
