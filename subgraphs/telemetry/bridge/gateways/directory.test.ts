import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashGatewayPassword } from '@dcmms/db/telemetry/gateway-password.ts';
import { Database } from '@dcmms/runtime/database/database.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withCutOff } from '../testing/cut-off.ts';
import { createTestSite, createTestStore, silent, type TestSite, type TestStore } from '../testing/site.ts';
import { GatewayDirectory } from './directory.ts';
import { Sightings } from './seen.ts';

let store: TestStore;
let site: TestSite;
let folder: string;

beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store[Symbol.asyncDispose]());
beforeEach(async () => {
  site = await createTestSite(store.admin);
  folder = await mkdtemp(join(tmpdir(), 'gateways-'));
});
const opened: GatewayDirectory[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((directory) => directory.close()));
  await rm(folder, { recursive: true, force: true });
});

async function open(database = store.database, entryMsMax = 30_000): Promise<GatewayDirectory> {
  const directory = new GatewayDirectory({ database, keptIn: join(folder, 'gateways.json'), log: silent, entryMsMax });
  opened.push(directory);
  await directory.start();
  return directory;
}

const nowhere = () => new Database({ url: 'postgres://dcmms_bridge:x@127.0.0.1:1/none', name: 'away', log: silent });

describe('the directory of gateways', () => {
  test('tells whose credential it is: gateway, site and tenant', async () => {
    const directory = await open();
    const { gatewayId, username, tenantId, tenantCode, siteId, siteCode } = site;
    expect(await directory.signIn(username, site.password)).toMatchObject({
      kind: 'gateway',
      gateway: { gatewayId, username, tenantId, tenantCode, siteId, siteCode },
    });
  });

  test('refuses a wrong password, an unknown name, and a gateway without a password', async () => {
    const directory = await open();
    expect(await directory.signIn(site.username, 'wrong')).toEqual({ kind: 'refused' });
    expect(await directory.signIn('nobody', site.password)).toEqual({ kind: 'refused' });
    await store.admin.query('update gateways set password_hash = null where id = $1', [site.gatewayId]);
    expect(await (await open()).signIn(site.username, site.password)).toEqual({ kind: 'refused' });
  });

  test('refuses a gateway of a suspended tenant', async () => {
    await store.admin.query(`update tenants set status = 'suspended' where id = $1`, [site.tenantId]);
    expect(await (await open()).signIn(site.username, site.password)).toEqual({ kind: 'refused' });
  });

  test('takes a new password at once, and the old one no longer once its answer is old', async () => {
    const directory = await open(store.database, 0);
    const before = await directory.signIn(site.username, site.password);
    await store.admin.query('update gateways set password_hash = $2 where id = $1', [site.gatewayId, await hashGatewayPassword('another')]);
    expect(await directory.signIn(site.username, 'another')).toMatchObject({ kind: 'gateway' });
    expect(await directory.signIn(site.username, site.password)).toEqual({ kind: 'refused' });
    expect(before.kind === 'gateway' && (await directory.stillValid(before.gateway, before.credential))).toBe(false);
  });

  test('a connection that stays is asked about: a gateway that was removed is no longer valid', async () => {
    const directory = await open(store.database, 0);
    const signedIn = await directory.signIn(site.username, site.password);
    if (signedIn.kind !== 'gateway') throw new Error('not signed in');
    expect(await directory.stillValid(signedIn.gateway, signedIn.credential)).toBe(true);
    await store.admin.query('delete from gateways where id = $1', [site.gatewayId]);
    expect(await directory.stillValid(signedIn.gateway, signedIn.credential)).toBe(false);
  });

  test('while the database is away, who has signed in before may again, after a restart too, and nobody else', async () => {
    const before = await open();
    await before.signIn(site.username, site.password);
    await before.close();
    expect(await readFile(join(folder, 'gateways.json'), 'utf8')).not.toContain(site.password);
    const database = nowhere();
    const after = await open(database);
    expect(await after.signIn(site.username, site.password)).toMatchObject({ kind: 'gateway', gateway: { siteId: site.siteId } });
    expect(await after.signIn(site.username, 'wrong')).toEqual({ kind: 'refused' });
    expect(await after.signIn('somebody else', 'x')).toEqual({ kind: 'unavailable' });
    await database.close();
  });

  test('while the database hangs, who has signed in before is not kept waiting', async () => {
    const before = await open();
    await before.signIn(site.username, site.password);
    await before.close();
    await using way = await withCutOff(store.url);
    const database = new Database({ url: way.url, name: 'hanging', log: silent });
    const after = new GatewayDirectory({ database, keptIn: join(folder, 'gateways.json'), log: silent, patienceMs: 100 });
    opened.push(after);
    await after.start();
    way.hang();
    expect(await after.signIn(site.username, site.password)).toMatchObject({ kind: 'gateway', gateway: { siteId: site.siteId } });
    expect(await after.signIn(site.username, 'wrong')).toEqual({ kind: 'refused' });
    expect(await after.signIn('somebody else', 'x')).toEqual({ kind: 'unavailable' });
    way.mend();
    await expect.poll(() => after.signIn('somebody else', 'x')).toEqual({ kind: 'refused' });
    await database.close();
  });

  test('seven hundred connections of one gateway at once cost little more than one', async () => {
    const directory = await open();
    const started = process.cpuUsage();
    const answers = await Promise.all(Array.from({ length: 700 }, () => directory.signIn(site.username, site.password)));
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['gateway']));
    // A check costs some 40 ms of processor time; 700 would be half a minute.
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(5);
  });
});

describe('what is seen of a gateway', () => {
  const seen = async () =>
    (await store.admin.query('select status, last_seen_at, clock_skew_ms, readings_per_s from gateways where id = $1', [site.gatewayId]))
      .rows[0] as unknown;

  test('is written with its skew, and not into the audit', async () => {
    const sightings = new Sightings(store.database, silent);
    sightings.connected(site);
    for (let count = 0; count < 50; count += 1) sightings.sent(site, 1_763_812_800_000 + count, 2_000, 3);
    sightings.sent(site, 1_763_812_800_050, 40 * 86_400_000, 3);
    await sightings.tick();
    expect(await seen()).toEqual({
      status: 'online',
      last_seen_at: new Date(1_763_812_800_050),
      clock_skew_ms: 2_000,
      readings_per_s: 15.3,
    });
    sightings.disconnected(site);
    for (let tens = 0; tens < 6; tens += 1) await sightings.tick();
    expect(await seen()).toMatchObject({ status: 'offline', clock_skew_ms: 2_000 });
    const audit = await store.admin.query(`select count(*)::int as n from audit_logs where resource_id = $1 and action <> 'create'`, [
      site.gatewayId,
    ]);
    expect(audit.rows).toEqual([{ n: 0 }]);
  });

  test('is what it sent within the last minute, and online as long by way of a broker, which opens no connection', async () => {
    const sightings = new Sightings(store.database, silent);
    const rates: unknown[] = [];
    for (let tens = 0; tens < 9; tens += 1) {
      if (tens < 2) sightings.sent(site, Date.now(), undefined, 600);
      await sightings.tick();
      const { status, readings_per_s: rate } = (await seen()) as { status: string; readings_per_s: number };
      rates.push(`${status} ${rate}`);
    }
    // Over as long as it is known, then over the minute.
    expect(rates).toEqual([
      'online 60',
      'online 60',
      'online 40',
      'online 30',
      'online 24',
      'online 20',
      'online 10',
      'offline 0',
      'offline 0',
    ]);
  });

  test('by a process that was killed is taken back by the next one', async () => {
    const killed = new Sightings(store.database, silent);
    killed.connected(site);
    killed.sent(site, Date.now(), undefined, 600);
    await killed.tick();
    expect(await seen()).toMatchObject({ status: 'online', readings_per_s: 60 });
    const next = new Sightings(store.database, silent);
    next.start();
    await next.tick();
    expect(await seen()).toMatchObject({ status: 'offline', readings_per_s: 0 });
    next.connected(site);
    await next.tick();
    expect(await seen()).toMatchObject({ status: 'online' });
    await next.close();
    expect(await seen()).toMatchObject({ status: 'offline' });
  });

  test('does not reach into another tenant', async () => {
    const other = await createTestSite(store.admin);
    const sightings = new Sightings(store.database, silent);
    sightings.connected({ ...other, gatewayId: site.gatewayId });
    await sightings.write();
    expect(await seen()).toMatchObject({ status: 'offline', last_seen_at: null });
  });
});
