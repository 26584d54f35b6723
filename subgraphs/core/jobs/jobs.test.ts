import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { roleUrl } from '@dcmms/db/connection.ts';
import { verifyAuditChain } from '@dcmms/db/operations/audit-chain.ts';
import { createTestDatabase, type TestDatabase } from '@dcmms/db/testing/database.ts';
import type {} from '@dcmms/db/testing/servers.ts';
import { createTestOrder, createTestTenant, type TestTenant } from '@dcmms/db/testing/tenant.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { PeriodicJobs } from '@dcmms/runtime/periodic.ts';
import type { Check } from '@dcmms/runtime/subgraph.ts';
import { createCore, type Core } from '../index.ts';
import { coreJobs, type JobAddresses } from './jobs.ts';

const dayMs = 86_400_000;
const log = createLog('test', 'silent');
const month = new Date().toISOString().slice(0, 7);

let database: TestDatabase;
let admin: pg.Client;
let tenant: TestTenant;
let stack: AsyncDisposableStack;
/** How far the jobs' clock is ahead. */
let ahead: number;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  ahead = 0;
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  stack.defer(() => database.drop());
  admin = new pg.Client(database.url);
  await admin.connect();
  stack.defer(() => admin.end());
  tenant = await createTestTenant(admin);
});

afterEach(() => stack.disposeAsync());

describe('partitions', () => {
  test('are there ahead of the clock, whatever it says, as far as the policy wants', async () => {
    ahead = 800 * dayMs;
    const { rows: before } = await admin.query<{ ok: boolean }>('SELECT ok FROM partition_headroom($1)', [now()]);
    expect(before.filter(({ ok }) => ok)).toEqual([]);
    await runner().tick();
    const { rows } = await admin.query<{ table: string; missing: number }>(
      `SELECT p.table_name AS table, count(*) FILTER (WHERE NOT EXISTS (
           SELECT FROM partitions c WHERE c.table_name = p.table_name AND c.starts_at <= wanted.at AND wanted.at < c.ends_at))::int AS missing
       FROM partition_policy p CROSS JOIN LATERAL generate_series(0, p.ahead) AS n (ahead)
       CROSS JOIN LATERAL (SELECT $1::timestamptz + n.ahead * ('1 ' || p.unit)::interval) AS wanted (at)
       GROUP BY 1`,
      [now()],
    );
    expect(rows.map(({ missing }) => missing)).toEqual(rows.map(() => 0));
    expect(rows).toHaveLength(10);
  });

  test('that run out show in core’s readiness with the tables, and are made good where core has the addresses', async () => {
    ahead = 70 * dayMs;
    const idle = core({});
    expect(await partitionCheck(idle)).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/alerts \(.+\), audit_logs \(.+\), outbox/),
    });
    ahead = 0;
    expect(await partitionCheck(idle)).toEqual({ part: 'partitions', ok: true });
    ahead = 70 * dayMs;
    const keeping = core(addresses());
    await vi.waitFor(async () => expect(await partitionCheck(keeping)).toMatchObject({ ok: true }), 10_000);
    expect(await partitionCheck(idle)).toMatchObject({ ok: true });
  });
});

describe('retention', () => {
  test('takes what is old and nothing else', async () => {
    const order = await createTestOrder(admin, tenant);
    await admin.query('SELECT ensure_partitions(now() - interval $$12 days$$, $$outbox$$)');
    for (const days of [9, 6]) {
      await admin.query(
        `INSERT INTO outbox (tenant_id, topic, entity_id, payload, created_at) VALUES ($1, $2, $3, '{}', now() - make_interval(days => $4))`,
        [tenant.tenantId, `of ${days} days ago`, order, days],
      );
      await admin.query(
        `INSERT INTO idempotency_keys (tenant_id, user_id, key, response_path, request_hash, created_at)
         VALUES ($1, $2, $3, 'a', 'h', now() - make_interval(days => $4))`,
        [tenant.tenantId, tenant.userId, `of ${days} days ago`, days],
      );
      await admin.query(
        `INSERT INTO ingest_dead_letters (tenant_id, topic, reason, received_at) VALUES ($1, $2, 'invalid_schema', now() - make_interval(days => $3))`,
        [tenant.tenantId, `of ${days + 23} days ago`, days + 23],
      );
    }
    const before = await contents();
    const keeping = runner({ retentionUrl: addresses().retentionUrl });
    await keeping.tick();
    const after = await contents();
    expect(
      Object.keys(before)
        .filter((table) => !(table in after))
        .sort(),
    ).toEqual(await outboxDays([8, 9, 10, 11, 12]));
    const changed = Object.entries(after).filter(([table, rows]) => before[table] !== rows);
    expect(Object.fromEntries(changed)).toEqual({ idempotency_keys: 1, ingest_dead_letters: 1, periodic_runs: 2 });
    const { rows } = await admin.query(
      'SELECT (SELECT topic FROM outbox) AS event, (SELECT key FROM idempotency_keys) AS key, (SELECT topic FROM ingest_dead_letters) AS letter',
    );
    expect(rows).toEqual([{ event: 'of 6 days ago', key: 'of 6 days ago', letter: 'of 29 days ago' }]);
  });

  test('removes a backlog in steps, once though two processes are at it', async () => {
    await admin.query(
      `INSERT INTO idempotency_keys (tenant_id, user_id, key, response_path, request_hash, created_at)
       SELECT $1::uuid, $2::uuid, n::text, 'a', 'h', now() - interval '8 days' FROM generate_series(1, 12000) n`,
      [tenant.tenantId, tenant.userId],
    );
    const fleet = [runner(), runner()];
    await vi.waitFor(async () => {
      await Promise.all(fleet.map((one) => one.tick()));
      ahead += 10_000;
      expect((await contents())['idempotency_keys']).toBe(0);
    }, 20_000);
    const { rows } = await admin.query(`SELECT name FROM periodic_runs ORDER BY name`);
    expect(rows.map(({ name }) => name)).toEqual(['drop partitions', 'ensure partitions', 'remove rows', 'seal audit']);
  });
});

describe('the audit', () => {
  test('is sealed within its minute by whichever process comes first, and a row that is changed then is found', async () => {
    for (let order = 0; order < 5; order += 1) await createTestOrder(admin, tenant);
    const { rowCount: bulk } = await admin.query(
      `INSERT INTO audit_logs (tenant_id, action) SELECT $1, 'custom' FROM generate_series(1, 2500)`,
      [tenant.tenantId],
    );
    const fleet = [runner(), runner()];
    await vi.waitFor(async () => {
      await Promise.all(fleet.map((one) => one.tick()));
      ahead += 10_000;
      expect(await verdict()).toMatchObject({ unsealed: 0 });
    }, 20_000);
    expect(await verdict()).toMatchObject({ broken: null, verified: 6 + 5 + (bulk ?? 0) });

    await createTestOrder(admin, tenant);
    expect(await verdict()).toMatchObject({ broken: null, unsealed: 1 });
    ahead += 60_000;
    await Promise.all(fleet.map((one) => one.tick()));
    expect(await verdict()).toMatchObject({ broken: null, unsealed: 0 });

    await admin.query('ALTER TABLE audit_logs DISABLE TRIGGER USER');
    const { rows } = await admin.query<{ id: string }>(
      `UPDATE audit_logs SET action = 'read' WHERE tenant_id = $1 AND chain_position = 1207 RETURNING id`,
      [tenant.tenantId],
    );
    expect(await verdict()).toMatchObject({ broken: { position: 1207, id: rows[0]?.id, fault: 'changed' }, verified: 1206 });
  });
});

test('an address that is not given leaves its jobs to others', () => {
  expect(coreJobs({})).toEqual([]);
  expect(coreJobs({ sealUrl: 'postgres://somewhere' }).map(({ name }) => name)).toEqual(['seal audit']);
});

function now(): Date {
  return new Date(Date.now() + ahead);
}

function addresses(): Required<JobAddresses> {
  const of = (role: 'dcmms_partition' | 'dcmms_retention' | 'dcmms_seal') => roleUrl(database.url, role, inject('secret'));
  return { partitionUrl: of('dcmms_partition'), retentionUrl: of('dcmms_retention'), sealUrl: of('dcmms_seal') };
}

function runner(given: JobAddresses = addresses()): PeriodicJobs {
  const jobs = new PeriodicJobs({ jobs: coreJobs(given), log, now });
  stack.defer(() => jobs.close());
  return jobs;
}

function core(jobs: JobAddresses): Core {
  const secret = inject('secret');
  const started = createCore({
    databaseUrl: roleUrl(database.url, 'dcmms_core', secret),
    outboxUrl: roleUrl(database.url, 'dcmms_relay', secret),
    jobs,
    log,
    now,
  });
  stack.defer(() => started.close());
  return started;
}

async function partitionCheck(of: Core): Promise<Check | undefined> {
  return (await of.ready()).find(({ part }) => part === 'partitions');
}

async function verdict(): ReturnType<typeof verifyAuditChain> {
  const client = new pg.Client(roleUrl(database.url, 'dcmms_core', inject('secret')));
  await client.connect();
  try {
    return await verifyAuditChain(client, tenant.tenantId, month);
  } finally {
    await client.end();
  }
}

/** Every table that holds rows itself, partitions included, with how many. */
async function contents(): Promise<Record<string, number>> {
  const { rows } = await admin.query<{ table: string; rows: number }>(
    `SELECT c.relname AS table, (xpath('//n/text()', query_to_xml(format('SELECT count(*) AS n FROM %s', c.oid::regclass), false, true, '')))[1]::text::int AS rows
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'`,
  );
  return Object.fromEntries(rows.map(({ table, rows: count }) => [table, count]));
}

async function outboxDays(ago: readonly number[]): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT 'outbox_' || to_char((now() AT TIME ZONE 'UTC') - make_interval(days => n), 'YYYY_MM_DD') AS name FROM unnest($1::int[]) n`,
    [ago],
  );
  return rows.map(({ name }) => name).sort();
}
