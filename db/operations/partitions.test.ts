import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { roleUrl } from '../connection.ts';
import { fixedId } from '../identity/fixed-id.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { createTestOrder, createTestTenant, type TestTenant } from '../testing/tenant.ts';
import { ensurePartitions, partitionHeadroomQuery, type PartitionHeadroom } from './partitions.ts';
import { dropExpiredPartitions, removeExpiredRows } from './retention.ts';

let database: TestDatabase;
let admin: pg.Client;
let keeper: pg.Client;
let tenant: TestTenant;

beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  admin = new pg.Client(database.url);
  keeper = new pg.Client(roleUrl(database.url, 'dcmms_partition', inject('secret')));
  await admin.connect();
  await keeper.connect();
  tenant = await createTestTenant(admin);
});

afterEach(async () => {
  await keeper.end();
  await admin.end();
  await database.drop();
});

describe('partitions', () => {
  test('are there from the first day, and made once', async () => {
    expect(await ensurePartitions(keeper, new Date())).toEqual([]);
    const rows = await headroom(new Date());
    expect(rows).toHaveLength(10);
    expect(rows.filter(({ ok }) => !ok)).toEqual([]);
  });

  test('that are missing show before rows are refused, and are made good', async () => {
    const { rows } = await admin.query<{ partition: string }>(
      `SELECT partition::text FROM partitions WHERE table_name = 'outbox' AND starts_at > now() - interval '1 hour'`,
    );
    for (const { partition } of rows) await admin.query(`DROP TABLE ${partition}`);
    expect((await headroom(new Date())).filter(({ ok }) => !ok).map(({ table }) => table)).toEqual(['outbox']);
    expect(await ensurePartitions(keeper, new Date())).toEqual(rows.map(({ partition }) => partition).sort());
  });

  test('that nobody makes show when half of those ahead are used up', async () => {
    const day = new Date(new Date().setUTCHours(0, 0, 0, 0));
    const after = async (days: number): Promise<boolean | undefined> =>
      (await headroom(new Date(day.getTime() + days * 86_400_000))).find(({ table }) => table === 'outbox')?.ok;
    // Those of three days ahead end with the third: four days from this midnight.
    expect([await after(0), await after(2.5), await after(2.51)]).toEqual([true, true, false]);
  });

  test('begin at midnight UTC on the first of the year, to the millisecond, wherever the session lives', async () => {
    await admin.query(`SET timezone = 'America/New_York'`);
    const bounds = await admin.query<{ starts: string; ends: string }>(
      `SELECT (starts_at AT TIME ZONE 'UTC')::text AS starts, (ends_at AT TIME ZONE 'UTC')::text AS ends FROM partitions
       WHERE table_name = 'work_orders' AND now() >= starts_at AND now() < ends_at`,
    );
    const year = new Date().getUTCFullYear();
    expect(bounds.rows).toEqual([{ starts: `${year}-01-01 00:00:00`, ends: `${year + 1}-01-01 00:00:00` }]);
    for (const [instant, expected] of [
      [`${year - 1}-12-31T23:59:59.999Z`, `work_orders_${year - 1}`],
      [`${year}-01-01T00:00:00.000Z`, `work_orders_${year}`],
    ] as const) {
      const order = await createOrderAt(new Date(instant));
      const { rows } = await admin.query(`SELECT tableoid::regclass::text AS lies, created_at FROM work_orders WHERE id = $1`, [order]);
      expect(rows).toEqual([{ lies: expected, created_at: new Date(instant) }]);
    }
  });

  test('of history are made when asked for', async () => {
    const old = new Date(Date.UTC(new Date().getUTCFullYear() - 3, 5, 1));
    await expect(createOrderAt(old)).rejects.toThrow(/no partition of relation "work_orders"/);
    const made = await makeHistory(old);
    expect(made).toContain(`work_orders_${old.getUTCFullYear()}`);
    expect(made.filter((name) => name.startsWith('outbox'))).toEqual([]);
    await createOrderAt(old);
  });

  test('hold what is asked for by id in one of them', async () => {
    const order = await createTestOrder(admin, tenant);
    const { rows } = await admin.query<{ 'QUERY PLAN': string }>(`EXPLAIN SELECT * FROM work_orders WHERE id = '${order}'`);
    expect(rows.map((row) => row['QUERY PLAN']).filter((line) => /Scan/.test(line))).toHaveLength(1);
  });

  test('of the outbox each answer a cursor from the key', async () => {
    // Transactions from before the cluster's first: whoever runs in another database cannot hold them back (xmin is the cluster's).
    await admin.query(
      `INSERT INTO outbox (xid, tenant_id, topic, entity_id, payload)
       SELECT (3 + n / 10)::text::xid8, $1, 'test', uuidv7(), '{}' FROM generate_series(1, 2000) n`,
      [tenant.tenantId],
    );
    await admin.query('ANALYZE outbox');
    const { rows } = await admin.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT * FROM outbox WHERE (xid, id) > ('20'::xid8, 0) AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid, id LIMIT 100`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index Scan using outbox_\d{4}_\d{2}_\d{2}_pkey/);
    expect(plan).not.toMatch(/Sort {2}\(/);
  });
});

describe('retention', () => {
  test('drops a year of finished orders with what hangs on them, and every tenant’s audit tells', async () => {
    const old = new Date(Date.UTC(new Date().getUTCFullYear() - 9, 5, 1));
    const year = old.getUTCFullYear();
    const children = ['tasks', 'parts', 'comments', 'labor', 'state_history'].map((noun) => `work_order_${noun}`);
    for (const table of ['work_orders', ...children]) await makeHistory(old, table);
    const order = await createOrderAt(old);
    const present = await createTestOrder(admin, tenant);
    await admin.query(`INSERT INTO work_order_tasks (tenant_id, work_order_id, title, sequence_order) VALUES ($1, $2, 'Look', 1)`, [
      tenant.tenantId,
      order,
    ]);
    await admin.query(`INSERT INTO work_order_numbers (tenant_id, number, work_order_id) VALUES ($1, 'WO-OLD', $2)`, [
      tenant.tenantId,
      order,
    ]);
    await admin.query('UPDATE work_orders SET parent_work_order_id = $2 WHERE id = $1', [present, order]);
    await admin.query(
      `INSERT INTO inventory_transactions (tenant_id, inventory_item_id, site_id, kind, quantity, balance_after, performed_by, work_order_id)
       VALUES ($1, $2, $3, 'consume', -1, 19, $4, $5)`,
      [tenant.tenantId, tenant.itemId, tenant.siteId, tenant.userId, order],
    );

    const retention = new pg.Client(roleUrl(database.url, 'dcmms_retention', inject('secret')));
    await retention.connect();
    try {
      // An order that is still worked on keeps its year.
      expect(await dropExpiredPartitions(retention, new Date())).not.toContain(`work_orders_${year}`);
      await admin.query(`UPDATE work_orders SET status = 'closed' WHERE id = $1`, [order]);
      expect(await dropExpiredPartitions(retention, new Date())).toEqual(
        expect.arrayContaining([`work_orders_${year}`, `work_order_tasks_${year}`, `work_order_state_history_${year}`]),
      );
      expect(await dropExpiredPartitions(retention, new Date())).toEqual([]);
    } finally {
      await retention.end();
    }
    const { rows } = await admin.query(
      `SELECT (SELECT parent_work_order_id FROM work_orders WHERE id = $1) AS parent,
         (SELECT count(*)::int FROM work_order_numbers WHERE number = 'WO-OLD') AS numbers,
         (SELECT work_order_id FROM inventory_transactions WHERE tenant_id = $2) AS ledger,
         (SELECT count(*)::int FROM audit_logs WHERE tenant_id = $2 AND reason = 'retention' AND metadata ->> 'partition' = $3) AS audits`,
      [present, tenant.tenantId, `work_orders_${year}`],
    );
    expect(rows).toEqual([{ parent: null, numbers: 0, ledger: null, audits: 1 }]);
  });

  test('keeps seven days of the outbox', async () => {
    await admin.query(`SELECT ensure_partitions(now() - interval '12 days', 'outbox')`);
    const count = async (): Promise<unknown> => {
      const { rows } = await admin.query(
        `SELECT count(*) FILTER (WHERE ends_at <= now() - interval '7 days')::int AS old,
           count(*) FILTER (WHERE ends_at > now() - interval '7 days')::int AS kept FROM partitions WHERE table_name = 'outbox'`,
      );
      return rows[0];
    };
    expect(await count()).toEqual({ old: 5, kept: 11 });
    await admin.query('SELECT drop_expired_partitions()');
    expect(await count()).toEqual({ old: 0, kept: 11 });
  });

  test('removes what was kept long enough, so many at a time, and nothing else', async () => {
    await admin.query(
      `INSERT INTO ingest_dead_letters (tenant_id, topic, reason, received_at) VALUES ($1, 'old', 'invalid_schema', now() - interval '31 days'), ($1, 'new', 'invalid_schema', now() - interval '29 days')`,
      [tenant.tenantId],
    );
    await admin.query(
      `INSERT INTO idempotency_keys (tenant_id, user_id, key, response_path, request_hash, created_at)
       SELECT $1::uuid, $2::uuid, 'old ' || n, 'a', 'h', now() - interval '8 days' FROM generate_series(1, 3) n
       UNION ALL SELECT $1, $2, 'new', 'a', 'h', now() - interval '6 days'`,
      [tenant.tenantId, tenant.userId],
    );
    await admin.query(
      `INSERT INTO audit_chains (tenant_id, month, length, hash, sealed_at)
       SELECT $1::uuid, date_trunc('month', now()) - make_interval(months => n), 1, sha256(''), now() FROM unnest(ARRAY[83, 86]) n`,
      [tenant.tenantId],
    );
    const retention = new pg.Client(roleUrl(database.url, 'dcmms_retention', inject('secret')));
    await retention.connect();
    try {
      const rounds = [];
      for (let round = 0; round < 3; round += 1) rounds.push(await removeExpiredRows(retention, new Date(), 2));
      expect(rounds).toEqual([
        { ingest_dead_letters: 1, idempotency_keys: 2, user_sessions: 0, audit_chains: 1 },
        { ingest_dead_letters: 0, idempotency_keys: 1, user_sessions: 0, audit_chains: 0 },
        { ingest_dead_letters: 0, idempotency_keys: 0, user_sessions: 0, audit_chains: 0 },
      ]);
    } finally {
      await retention.end();
    }
    const { rows } = await admin.query(
      `SELECT (SELECT array_agg(topic) FROM ingest_dead_letters) AS letters, (SELECT array_agg(key) FROM idempotency_keys) AS keys,
         (SELECT count(*)::int FROM audit_chains) AS chains`,
    );
    expect(rows).toEqual([{ letters: ['new'], keys: ['new'], chains: 1 }]);
  });
});

async function headroom(now: Date): Promise<PartitionHeadroom[]> {
  const { rows } = await keeper.query<PartitionHeadroom>(partitionHeadroomQuery, [now]);
  return rows;
}

async function makeHistory(from: Date, table: string | null = null): Promise<string[]> {
  const { rows } = await keeper.query<{ name: string }>('SELECT ensure_partitions($1, $2) AS name', [from, table]);
  return rows.map(({ name }) => name);
}

async function createOrderAt(instant: Date): Promise<string> {
  const { rows } = await admin.query<{ id: string }>(
    `INSERT INTO work_orders (id, tenant_id, site_id, work_order_id, title, type, created_by)
     VALUES ($1, $2, $3, 'WO-OLD', 'Old', 'corrective', $4) RETURNING id`,
    [fixedId('order:old', instant.getTime()), tenant.tenantId, tenant.siteId, tenant.userId],
  );
  return rows[0]?.id ?? '';
}
