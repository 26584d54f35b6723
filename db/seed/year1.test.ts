import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { silent } from '../embedded/log.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { seedYearOne } from './year1.ts';

let database: TestDatabase;
let client: pg.Client;
const options = { scale: 0.002, now: new Date(), log: silent };

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  await seedYearOne({ url: database.url, ...options });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

test('one site at scale 0.002 has the volumes of the data model', async () => {
  const volumes = {
    sites: 1,
    assets: 100,
    work_orders: 1_000,
    work_order_tasks: 4_000,
    inventory_items: 20,
    alerts: 20_000,
    users: 50,
    user_roles: 75,
  };
  const found: Record<string, number> = {};
  for (const table of Object.keys(volumes)) found[table] = await count(table);
  expect(found).toEqual(volumes);
  expect(await count('work_order_parts')).toBeGreaterThan(1_900);
  expect(await count('inventory_transactions')).toBeGreaterThan(1_900);
  expect(await count(`(SELECT DISTINCT status FROM work_orders) s`)).toBeGreaterThan(4);
});

test('its ledgers sum to the stock, its open alerts are registered, its numbers are unique', async () => {
  expect(
    await count(
      `inventory_items i WHERE quantity_on_hand <> (SELECT sum(quantity) FROM inventory_transactions t WHERE t.inventory_item_id = i.id)`,
    ),
  ).toBe(0);
  expect(await count('open_alerts')).toBe(await count(`alerts WHERE status <> 'resolved'`));
  expect(await count('work_order_numbers')).toBe(1_000);
  expect(await count('audit_logs')).toBe(0);
});

test('a second run adds nothing', async () => {
  expect(await seedYearOne({ url: database.url, ...options })).toBe(0);
});

async function count(from: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`);
  return rows[0]?.n ?? -1;
}
