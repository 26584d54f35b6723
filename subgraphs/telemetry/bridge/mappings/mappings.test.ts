import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '@dcmms/runtime/database/database.ts';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withCutOff } from '../testing/cut-off.ts';
import { createTestSite, createTestStore, silent, type TestSite, type TestStore } from '../testing/site.ts';
import { findSeries } from './mapping.ts';
import { Mappings } from './mappings.ts';

let store: TestStore;
let site: TestSite;
let folder: string;
const opened: Mappings[] = [];

beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store[Symbol.asyncDispose]());
beforeEach(async () => {
  site = await createTestSite(store.admin);
  folder = await mkdtemp(join(tmpdir(), 'mappings-'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((mappings) => mappings.close()));
  await rm(folder, { recursive: true, force: true });
});

async function start(database = store.database): Promise<Mappings> {
  const mappings = new Mappings({ database, keptIn: join(folder, 'mappings.json'), log: silent, pollMs: 50 });
  opened.push(mappings);
  await mappings.start();
  return mappings;
}

const power = (mappings: Mappings) => {
  const known = mappings.site(site.siteId);
  return known && findSeries(known, site.power.asset, site.power.tag);
};

describe('the mappings', () => {
  test('know the tags of every tenant with asset, unit, range and interval', async () => {
    const mappings = await start();
    expect(power(mappings)).toMatchObject({
      mappingId: site.power.mappingId,
      assetId: site.power.assetId,
      assetType: 'inverter',
      unit: 'kW',
      minValid: -50,
      maxValid: 3_000,
      expectedIntervalS: 5,
      defaultProtocol: 0,
    });
    expect(mappings.site(site.siteId)).toMatchObject({ tenantId: site.tenantId, tenantCode: site.tenantCode, siteCode: site.siteCode });
    expect(mappings.site(site.siteId)?.byTag.size).toBe(4);
  });

  test('a tag belongs to its asset alone', async () => {
    const known = (await start()).site(site.siteId);
    expect(known && findSeries(known, 'INV-other', site.power.tag)).toBeUndefined();
  });

  test('know which rules watch which tag', async () => {
    const watched = (await start()).rulesOf(site.siteId)?.watched;
    const heat = watched?.get(`${site.heat.assetId}/${site.heat.tag}`);
    expect([...(watched?.keys() ?? [])]).toHaveLength(2);
    expect(heat).toMatchObject({ assetCode: site.heat.asset, unit: '°C', spanGapMs: 15_000, silenceMs: 15_000 });
    expect(heat?.rules.map(({ id }) => id)).toEqual([site.ruleId]);
  });

  test.each<[string, (site: TestSite) => [string, unknown[]], (mappings: Mappings) => unknown, unknown]>([
    [
      'a range that was changed',
      (it) => ['update sensor_mappings set max_valid = 7 where id = $1', [it.power.mappingId]],
      (mappings) => power(mappings)?.maxValid,
      7,
    ],
    [
      'a tag that was switched off',
      (it) => ['update sensor_mappings set enabled = false where id = $1', [it.power.mappingId]],
      (mappings) => power(mappings),
      undefined,
    ],
    [
      'a tag that was deleted',
      (it) => ['delete from sensor_mappings where id = $1', [it.power.mappingId]],
      (mappings) => power(mappings),
      undefined,
    ],
    [
      'a rule that was switched off',
      (it) => ['update alert_rules set enabled = false where id = $1', [it.ruleId]],
      (mappings) => mappings.rulesOf(site.siteId)?.watched.size,
      0,
    ],
    [
      'an asset with another code',
      (it) => [`update assets set asset_id = 'X-' || left(id::text, 20) where id = $1`, [it.power.assetId]],
      (mappings) => power(mappings),
      undefined,
    ],
    [
      'a tenant that was suspended',
      (it) => [`update tenants set status = 'suspended' where id = $1`, [it.tenantId]],
      (mappings) => mappings.site(site.siteId),
      undefined,
    ],
  ])('see %s without a restart', async (_what, change, look, expected) => {
    const mappings = await start();
    expect(power(mappings)).toBeDefined();
    mappings.touch(site.tenantId);
    await store.admin.query(...change(site));
    await expect.poll(() => look(mappings), { timeout: 5_000 }).toEqual(expected);
  });

  test('see a change that began before another one and was committed after it', async () => {
    const slow = new pg.Client({ connectionString: store.test.url });
    await slow.connect();
    try {
      await slow.query('begin');
      await slow.query('update sensor_mappings set max_valid = 7 where id = $1', [site.power.mappingId]);
      await store.admin.query('update sensor_mappings set max_valid = 8 where id = $1', [site.heat.mappingId]);
      const mappings = await start();
      mappings.touch(site.tenantId);
      await slow.query('commit');
      await expect.poll(() => power(mappings)?.maxValid, { timeout: 5_000 }).toBe(7);
    } finally {
      await slow.end();
    }
  });

  test('a tag mapped just now is known as soon as somebody asks', async () => {
    const mappings = new Mappings({ database: store.database, keptIn: join(folder, 'mappings.json'), log: silent, pollMs: 3_600_000 });
    opened.push(mappings);
    await mappings.start();
    await store.admin.query(`update sensor_mappings set tag = $2 where id = $1`, [site.power.mappingId, `${site.power.asset}.New`]);
    await mappings.refresh(site.tenantId, Date.now() - 60_000);
    expect(power(mappings)).toBeDefined();
    await mappings.refresh(site.tenantId, Date.now());
    const known = mappings.site(site.siteId);
    expect(known && findSeries(known, site.power.asset, `${site.power.asset}.New`)).toBeDefined();
  });

  test('a rule that cannot be evaluated is counted and stops no other', async () => {
    await store.admin.query(
      `insert into alert_rules (tenant_id, rule_id, name, category, severity, condition) values ($1, 'ODD', 'Odd', 'performance', 'low', '{"kind":"anomaly"}')`,
      [site.tenantId],
    );
    const mappings = await start();
    expect(mappings.unusableRules).toBeGreaterThanOrEqual(1);
    expect(mappings.rulesOf(site.siteId)?.watched.size).toBe(2);
  });

  test('a database that hangs keeps nobody waiting twice', async () => {
    await using way = await withCutOff(store.url);
    const database = new Database({ url: way.url, name: 'hanging', log: silent });
    const mappings = new Mappings({ database, keptIn: join(folder, 'mappings.json'), log: silent, pollMs: 3_600_000, patienceMs: 300 });
    opened.push(mappings);
    await mappings.start();
    await expect.poll(() => power(mappings), { timeout: 10_000 }).toBeDefined();
    way.hang();
    const startedMs = performance.now();
    for (let count = 0; count < 20; count += 1) await mappings.refresh(site.tenantId, Date.now());
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    expect(power(mappings)).toBeDefined();
    await store.admin.query('update sensor_mappings set max_valid = 7 where id = $1', [site.power.mappingId]);
    way.mend();
    await expect.poll(() => mappings.refresh(site.tenantId, Date.now()).then(() => power(mappings)?.maxValid), { timeout: 10_000 }).toBe(7);
    await database.close();
  });

  test('without the database the last known state serves, across a restart too', async () => {
    const before = await start();
    await before.close();
    const away = new Database({ url: 'postgres://dcmms_bridge:x@127.0.0.1:1/none', name: 'away', log: silent });
    const after = await start(away);
    expect(after.trouble).toMatch(/cannot be read/);
    expect(power(after)).toMatchObject({ mappingId: site.power.mappingId, maxValid: 3_000 });
    expect(after.rulesOf(site.siteId)?.watched.size).toBe(2);
    await after.refresh(site.tenantId, Date.now());
    expect(power(after)).toBeDefined();
    await away.close();
  });
});
