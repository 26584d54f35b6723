import { setTimeout as sleep } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { roleUrl } from '@dcmms/db/connection.ts';
import { sites } from '@dcmms/db/sites/sites.ts';
import { createTestDatabase, type TestDatabase } from '@dcmms/db/testing/database.ts';
import type {} from '@dcmms/db/testing/servers.ts';
import { Database } from './database/database.ts';
import { anyOf, guard } from './guard.ts';
import { createLog } from './log.ts';
import { mutate } from './mutation.ts';
import { Operation } from './operation.ts';
import { refuse } from './refusal.ts';
import { createTenant, type TestTenant } from './testing/tenant.ts';
import { uuidv7 } from './uuidv7.ts';

const log = createLog('test', 'silent');
const siteGuard = guard(sites, { sites: (ids) => anyOf(sites.id, ids) });
let database: TestDatabase;
let core: Database;
let own: TestTenant;
let foreign: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  core = new Database({ url: roleUrl(database.url, 'dcmms_core', inject('secret')), name: 'test', log });
  [own, foreign] = await Promise.all([createTenant(database.url), createTenant(database.url)]);
});

afterAll(async () => {
  await core.close();
  await database.drop();
});

const operation = (tenant: TestTenant, grants: Parameters<TestTenant['viewer']>[0], siteIds: readonly string[] = [], key?: string) =>
  new Operation({ actor: tenant.viewer(grants, siteIds), database: core, log, idempotencyKey: key });

async function addSite(tenant: TestTenant, code: string): Promise<string> {
  const op = operation(tenant, { 'create:sites': ['all'] });
  const [row] = await op.transaction('createSite', (unit) =>
    unit.insert(siteGuard, 'create:sites', { id: uuidv7(), tenantId: tenant.id, code, name: code }),
  );
  return row?.id ?? '';
}

describe('an operation is the only way to rows', () => {
  test('it sees its own tenant alone, whatever is asked', async () => {
    const [mine, theirs] = await Promise.all([addSite(own, 'MINE-1'), addSite(foreign, 'THEIRS-1')]);
    const op = operation(own, { 'read:sites': ['all'] });
    const found = await op.read.find(siteGuard, 'read:sites', { where: anyOf(sites.id, [mine, theirs]) });
    expect(found.map((row) => row.id)).toEqual([mine]);
  });

  test('600 questions of two tenants at once never meet', async () => {
    const [mine, theirs] = await Promise.all([addSite(own, 'MINE-2'), addSite(foreign, 'THEIRS-2')]);
    const answers = await Promise.all(
      Array.from({ length: 600 }, async (_, index) => {
        const tenant = index % 2 === 0 ? own : foreign;
        const rows = await operation(tenant, { 'read:sites': ['all'] }).read.find(siteGuard, 'read:sites', {
          where: anyOf(sites.id, [mine, theirs]),
        });
        return rows.map((row) => row.id).join() === (index % 2 === 0 ? mine : theirs);
      }),
    );
    expect(answers.every(Boolean)).toBe(true);
  });

  test('a grant for sites reaches those sites and none when there are none', async () => {
    const [first] = await Promise.all([addSite(own, 'MINE-3'), addSite(own, 'MINE-4')]);
    const scoped = await operation(own, { 'read:sites': ['sites'] }, [first]).read.find(siteGuard, 'read:sites');
    expect(scoped.map((row) => row.id)).toEqual([first]);
    expect(await operation(own, { 'read:sites': ['sites'] }).read.find(siteGuard, 'read:sites')).toEqual([]);
  });

  test('without the permission nothing is asked of the database', async () => {
    const before = core.statements;
    await expect(operation(own, {}).read.find(siteGuard, 'read:sites')).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect(core.statements).toBe(before);
  });

  test('a row outside the scope cannot be written, and the transaction is taken back', async () => {
    const op = operation(own, { 'create:sites': ['sites'] });
    const insert = op.transaction('createSite', (unit) =>
      unit.insert(siteGuard, 'create:sites', { id: uuidv7(), tenantId: own.id, code: 'OUTSIDE', name: 'x' }),
    );
    await expect(insert).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    const all = operation(own, { 'read:sites': ['all'] });
    expect(await all.read.find(siteGuard, 'read:sites', { where: eq(sites.code, 'OUTSIDE') })).toEqual([]);
  });

  test('rows of another tenant cannot be written, even with a grant for all', async () => {
    const op = operation(own, { 'create:sites': ['all'] });
    const insert = op.transaction('createSite', (unit) =>
      unit.insert(siteGuard, 'create:sites', { id: uuidv7(), tenantId: foreign.id, code: 'SMUGGLED', name: 'x' }),
    );
    await expect(insert).rejects.toThrow();
  });

  test('a failing step takes back all of the transaction', async () => {
    const op = operation(own, { 'create:sites': ['all'], 'read:sites': ['all'] });
    const failing = op.transaction('createSite', async (unit) => {
      await unit.insert(siteGuard, 'create:sites', { id: uuidv7(), tenantId: own.id, code: 'HALF', name: 'x' });
      refuse('INVALID', 'no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await op.read.find(siteGuard, 'read:sites', { where: eq(sites.code, 'HALF') })).toEqual([]);
  });

  test('a transaction that the database chose as the victim of a deadlock is tried again', async () => {
    const [a, b] = await Promise.all([addSite(own, 'LOCK-A'), addSite(own, 'LOCK-B')]);
    const cross = (first: string, second: string) =>
      operation(own, { 'update:sites': ['all'] }).transaction('updateSite', async (unit) => {
        await unit.update(siteGuard, 'update:sites', { set: { location: first }, where: eq(sites.id, first) });
        await sleep(50);
        await unit.update(siteGuard, 'update:sites', { set: { location: second }, where: eq(sites.id, second) });
        return true;
      });
    expect(await Promise.all([cross(a, b), cross(b, a)])).toEqual([true, true]);
  });
});

test('what the database gives up on is a TIMEOUT, not a fault', async () => {
  const op = operation(own, { 'read:sites': ['all'] });
  const timeout = { extensions: { code: 'TIMEOUT' } };
  const slow = op.transaction('slow', async (unit) => {
    await unit.system('short', sql`set local statement_timeout = '50ms'`);
    await unit.system('slow', sql`select pg_sleep(5)`);
  });
  await expect(slow).rejects.toMatchObject(timeout);

  const holder = new pg.Client({ connectionString: database.url });
  await holder.connect();
  await holder.query('begin; lock table sites in access exclusive mode');
  const waiting = op.transaction('waiting', async (unit) => {
    await unit.system('short', sql`set local lock_timeout = '50ms'`);
    await unit.find(siteGuard, 'read:sites');
  });
  await expect(waiting).rejects.toMatchObject(timeout);
  await holder.end();
});

describe('the connections of an operation', () => {
  test('are replaced when the server ends them, and one that was at work says UNAVAILABLE', async () => {
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    try {
      const op = operation(own, { 'read:sites': ['all'] });
      const worker = async () => {
        const failures: unknown[] = [];
        for (let round = 0; round < 60; round += 1) {
          try {
            await op.read.query(
              'slow',
              siteGuard,
              'read:sites',
              (scope) => sql`select pg_sleep(0.005), count(*) from sites where ${scope}`,
            );
          } catch (error) {
            failures.push(error);
          }
        }
        return failures;
      };
      const killer = async () => {
        for (let round = 0; round < 5; round += 1) {
          await sleep(40);
          await admin.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'dcmms_core' and datname = current_database()`,
          );
        }
      };
      const [failed] = await Promise.all([Promise.all(Array.from({ length: 12 }, worker)), killer()]);
      const failures = failed.flat();
      expect(failures.length).toBeGreaterThan(0);
      for (const failure of failures) expect(failure).toMatchObject({ extensions: { code: 'UNAVAILABLE' } });
      expect((await op.read.find(siteGuard, 'read:sites')).length).toBeGreaterThan(0);
    } finally {
      await admin.end();
    }
  });
});

test('a connection that has fallen silent is given up, and the next question is answered', async () => {
  const patient = new Database({ url: roleUrl(database.url, 'dcmms_core', inject('secret')), name: 'frozen', silenceMsMax: 300, log });
  const op = new Operation({ actor: own.viewer({ 'read:sites': ['all'] }), database: patient, log });
  const ask = () =>
    op.read.query<{ pid: number }>('pid', siteGuard, 'read:sites', (scope) => sql`select pg_backend_pid() as pid, ${scope}`);
  const backend = (await ask())[0]?.pid ?? 0;
  process.kill(backend, 'SIGSTOP');
  try {
    await expect(ask()).rejects.toMatchObject({ extensions: { code: 'UNAVAILABLE' } });
    expect((await ask())[0]?.pid).not.toBe(backend);
  } finally {
    process.kill(backend, 'SIGCONT');
    await patient.close();
  }
});

describe('a mutation with an Idempotency-Key', () => {
  const info = (field: string) => ({ fieldName: field, path: { prev: undefined, key: field, typename: 'Mutation' } });
  let made = 0;
  const create = (
    key: string | undefined,
    code: string,
    grants: Parameters<TestTenant['viewer']>[0] = { 'create:sites': ['all'], 'read:sites': ['all'] },
  ) => {
    const op = operation(own, grants, [], key);
    return mutate({
      op,
      info: info('createSite'),
      input: { code },
      permission: 'create:sites',
      nothing: { site: null },
      run: async (unit) => {
        if (code === 'REFUSED') refuse('INVALID', 'Not this one.', ['code']);
        made += 1;
        const [site] = await unit.insert(siteGuard, 'create:sites', { id: uuidv7(), tenantId: own.id, code, name: code });
        return { site: site ?? null };
      },
      remember: ({ site }) => ({ site: site?.id ?? '' }),
      recall: async (ids) => ({
        site: (await op.read.findOne(siteGuard, 'read:sites', { where: eq(sites.id, String(ids['site'])) })) ?? null,
      }),
    });
  };

  test('happens once, however often and however much at once it is sent', async () => {
    made = 0;
    const answers = await Promise.all(Array.from({ length: 20 }, () => create('key-1', 'ONCE')));
    expect(made).toBe(1);
    expect(new Set(answers.map((answer) => answer.site?.id)).size).toBe(1);
    expect(answers.every((answer) => answer.problems.length === 0)).toBe(true);
  });

  test('is a conflict with another input', async () => {
    await create('key-2', 'FIRST-INPUT');
    expect(await create('key-2', 'SECOND-INPUT')).toMatchObject({ site: null, problems: [{ code: 'CONFLICT' }] });
  });

  test('keeps no refusal: what was refused may be sent again', async () => {
    expect(await create('key-3', 'REFUSED')).toMatchObject({ site: null, problems: [{ code: 'INVALID', path: ['code'] }] });
    expect(await create('key-3', 'REFUSED')).toMatchObject({ problems: [{ code: 'INVALID' }] });
  });

  test('is one of a person: without the permission it is FORBIDDEN before anything is looked up', async () => {
    await expect(create('key-1', 'ONCE', {})).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  });
});
