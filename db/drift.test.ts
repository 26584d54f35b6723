import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { findDrift } from './drift.ts';
import { createTestDatabase, type TestDatabase } from './testing/database.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  client = new pg.Client(database.url);
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

test('a migrated database is what the tables declare', async () => {
  expect(await findDrift(client)).toEqual([]);
});

test.each([
  ['a missing column', 'ALTER TABLE assets DROP COLUMN metadata', /column assets\.metadata is missing/],
  ['a column nobody declared', 'ALTER TABLE sites ADD COLUMN owner text', /column sites\.owner is not declared/],
  ['another type', 'ALTER TABLE users ALTER COLUMN phone TYPE varchar(60)', /column users\.phone is character varying\(60\)/],
  [
    'a lost NOT NULL',
    'ALTER TABLE assets ALTER COLUMN name DROP NOT NULL',
    /column assets\.name is character varying\(255\), declared .* not null/,
  ],
  ['another default', `ALTER TABLE sites ALTER COLUMN timezone SET DEFAULT 'CET'`, /column sites\.timezone .*'CET'/],
  ['a lost index', 'DROP INDEX idx_wo_site', /index idx_wo_site is missing/],
  [
    'an index of other columns',
    'DROP INDEX idx_wo_asset; CREATE INDEX idx_wo_asset ON work_orders (asset_id, id)',
    /index idx_wo_asset is/,
  ],
  ['a lost check', 'ALTER TABLE alerts DROP CONSTRAINT alerts_status_check', /constraint alerts\.alerts_status_check is missing/],
  [
    'a foreign key that nulls the tenant too',
    `ALTER TABLE work_orders DROP CONSTRAINT work_orders_asset_id_fk, ADD CONSTRAINT work_orders_asset_id_fk
       FOREIGN KEY (tenant_id, asset_id) REFERENCES assets (tenant_id, id) ON DELETE SET NULL`,
    /constraint work_orders\.work_orders_asset_id_fk is .*SET NULL, declared .*SET NULL \(asset_id\)/,
  ],
  ['a table nobody declared', 'CREATE TABLE stray (id int)', /column stray\.id is not declared/],
])('the check names %s', async (_, change, difference) => {
  const own = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  const other = new pg.Client(own.url);
  await other.connect();
  await other.query(change);
  const drift = await findDrift(other);
  await other.end();
  await own.drop();
  expect(drift.join('\n')).toMatch(difference);
  expect(drift).toHaveLength(1);
});
