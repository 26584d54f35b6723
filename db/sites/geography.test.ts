import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { databaseUrl, roleUrl } from '../connection.ts';
import { silent } from '../embedded/log.ts';
import { migrate } from '../migrate.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { createTestTenant } from '../testing/tenant.ts';

// Where the data sets of the demo sites come from: the great circle between them on the mean radius, computed apart from the database.
const cestas = { latitude: 44.7239, longitude: -0.8136 };
const moss = { latitude: 53.7886, longitude: -2.9573 };
const apartM = 1_019_760;

let database: TestDatabase;
let admin: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  admin = new pg.Client(database.url);
  await admin.connect();
});

afterAll(async () => {
  await admin.end();
  await database.drop();
});

describe('where a thing is', () => {
  test('follows latitude and longitude, as a core point without PostGIS', async () => {
    const { siteId } = await createTestTenant(admin);
    await admin.query('UPDATE sites SET latitude = $2, longitude = $3 WHERE id = $1', [siteId, cestas.latitude, cestas.longitude]);
    const { rows } = await admin.query(
      `SELECT geo_location[0] AS x, geo_location[1] AS y, pg_typeof(geo_location)::text AS type FROM sites WHERE id = $1`,
      [siteId],
    );
    expect(rows).toEqual([{ x: cestas.longitude, y: cestas.latitude, type: 'point' }]);
  });

  test('is whole or not at all, and on the globe', async () => {
    const { siteId } = await createTestTenant(admin);
    for (const values of ['latitude = 44', 'longitude = 0', 'latitude = 91, longitude = 0', 'latitude = 0, longitude = 181']) {
      await expect(admin.query(`UPDATE sites SET ${values} WHERE id = $1`, [siteId])).rejects.toThrow(/sites_position_check/);
    }
  });

  test('is as far from another place as the great circle says', async () => {
    const { rows } = await admin.query<{ metres: number }>('SELECT geo_distance_m($1, $2, $3, $4) AS metres', [
      cestas.latitude,
      cestas.longitude,
      moss.latitude,
      moss.longitude,
    ]);
    expect(Math.abs((rows[0]?.metres ?? 0) - apartM)).toBeLessThan(1);
  });

  test('is found in a box from an index under the row policies', async () => {
    const tenant = await createTestTenant(admin);
    await admin.query(
      `INSERT INTO assets (tenant_id, site_id, asset_id, name, type, latitude, longitude)
       SELECT $1, $2, 'G-' || n, 'x', 'sensor', 40 + n / 1000.0, n / 1000.0 FROM generate_series(1, 3000) n`,
      [tenant.tenantId, tenant.siteId],
    );
    await admin.query('ANALYZE assets');
    const core = new pg.Client(roleUrl(database.url, 'dcmms_core', inject('secret')));
    await core.connect();
    await core.query('BEGIN');
    await core.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenant.tenantId]);
    const { rows } = await core.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT id FROM assets WHERE latitude BETWEEN 41 AND 41.01 AND longitude BETWEEN 1 AND 1.01
         AND geo_distance_m(latitude, longitude, 41.005, 1.005) <= 1000`,
    );
    await core.end();
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(
      /Index Scan using idx_assets_lat_lon|Bitmap Index Scan on idx_assets_lat_lon/,
    );
  });

  test('is a geography with PostGIS', async ({ skip }) => {
    const { rows: available } = await admin.query(`SELECT FROM pg_available_extensions WHERE name = 'postgis'`);
    if (available.length === 0)
      return skip('the embedded server has no PostGIS; run against one that has (DATABASE_URL of the deployment)');
    await admin.query('CREATE DATABASE geography_test');
    const url = databaseUrl(inject('postgresUrl'), 'geography_test');
    await migrate({ url, secret: inject('secret'), log: silent });
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query(
      `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attname = 'geo_location' AND attrelid IN ('sites'::regclass, 'assets'::regclass)`,
    );
    await client.end();
    await admin.query('DROP DATABASE geography_test');
    expect(rows).toEqual([{ type: 'geography(Point,4326)' }, { type: 'geography(Point,4326)' }]);
  });
});
