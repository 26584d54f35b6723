import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { roleUrl } from '@dcmms/db/connection.ts';
import { seedAuthority } from '@dcmms/db/seed/authority.ts';
import { createTestDatabase, type TestDatabase } from '@dcmms/db/testing/database.ts';
import type {} from '@dcmms/db/testing/servers.ts';
import { createTestTenant, type TestTenant } from '@dcmms/db/testing/tenant.ts';
import { Database } from '@dcmms/runtime/database/database.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { Issuer } from '../testing/issuer.ts';
import { until } from '../testing/start.ts';
import { Unauthenticated } from './identity.ts';
import { TenantIdentity } from './tenants.ts';

const log = createLog('identity', 'silent');
let database: TestDatabase;
let client: pg.Client;
let issuer: Issuer;
let tenant: TestTenant;
let identity: TenantIdentity;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await seedAuthority(client);
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

beforeEach(async () => {
  issuer = await Issuer.start();
  tenant = await createTestTenant(client);
  await client.query(`insert into tenant_idp_config (tenant_id, provider, issuer, jwks_uri) values ($1, 'oidc', $2, $3)`, [
    tenant.tenantId,
    issuer.url,
    `${issuer.url}/keys`,
  ]);
  await client.query(`update users set idp_user_id = 'subject-1' where id = $1`, [tenant.userId]);
  await give('maintenance_supervisor');
  await client.query('insert into user_sites (tenant_id, user_id, site_id) values ($1, $2, $3)', [
    tenant.tenantId,
    tenant.userId,
    tenant.siteId,
  ]);
  identity = make();
  await identity.start();
});

afterEach(async () => {
  await identity.close();
  await issuer.stop();
});

function make(settings: Partial<ConstructorParameters<typeof TenantIdentity>[0]> = {}): TenantIdentity {
  return new TenantIdentity({
    database: new Database({ url: roleUrl(database.url, 'dcmms_gateway', inject('secret')), name: 'gateway', log }),
    outboxUrl: roleUrl(database.url, 'dcmms_relay', inject('secret')),
    audience: 'dcmms',
    keysCooldownMs: 0,
    configAgeMsMax: 0,
    log,
    ...settings,
  });
}

async function give(role: string, expires?: string): Promise<void> {
  await client.query(
    `insert into user_roles (tenant_id, user_id, role_id, expires_at) select $1, $2, id, now() + $4::interval from roles where role_name = $3 and is_system`,
    [tenant.tenantId, tenant.userId, role, expires ?? null],
  );
}

const bearer = async (...args: Parameters<Issuer['token']>) => `Bearer ${await issuer.token(...args)}`;

async function refusal(authorization: string | undefined): Promise<string> {
  const refused = await identity.authenticate(authorization).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(refused).toBeInstanceOf(Unauthenticated);
  return refused instanceof Error ? refused.message : '';
}

test('a token of the tenant’s provider becomes a viewer with the rights that the database holds', async () => {
  const { viewer, expiresAtMs } = await identity.authenticate(await bearer('subject-1'));
  expect(viewer).toMatchObject({
    kind: 'person',
    userId: tenant.userId,
    tenantId: tenant.tenantId,
    tenantCode: tenant.code,
    email: tenant.email,
    displayName: 'Pat Doe',
    siteIds: [tenant.siteId],
  });
  expect(viewer.roles).toEqual([{ id: expect.any(String), name: 'maintenance_supervisor', displayName: expect.any(String) }]);
  expect(viewer.grants.get('approve:work-orders')).toEqual(['sites']);
  expect(viewer.limits.get('approve:work-orders')).toMatchObject({ max_amount: 10_000 });
  expect(viewer.grants.has('manage:tenants')).toBe(false);
  expect(expiresAtMs).toBeGreaterThan(Date.now() + 1_700_000);
});

test('the scheme is read without regard to case', async () => {
  for (const scheme of ['bearer', 'BEARER', 'BeArEr'])
    await expect(identity.authenticate(`${scheme} ${await issuer.token('subject-1')}`)).resolves.toBeDefined();
});

test('a person without a recorded subject is found by e-mail in any case; one with another subject is not', async () => {
  await client.query('update users set idp_user_id = null where id = $1', [tenant.userId]);
  const claims = { email: tenant.email.toUpperCase() };
  expect((await identity.authenticate(await bearer('somebody', { claims }))).viewer.userId).toBe(tenant.userId);
  expect(await refusal(await bearer('somebody', { claims: { ...claims, email_verified: false } }))).toContain('Nobody');
  await client.query(`update users set idp_user_id = 'subject-1' where id = $1`, [tenant.userId]);
  expect(await refusal(await bearer('another', { claims }))).toContain('Nobody');
});

test('what is wrong with a token is said in a sentence', async () => {
  expect(await refusal(undefined)).toContain('Sign in');
  expect(await refusal('Basic YTpi')).toContain('Bearer <token>');
  expect(await refusal('Bearer nonsense')).toContain('cannot be read');
  expect(await refusal(await bearer('subject-1', { lifeSeconds: -10 }))).toContain('expired');
  expect(await refusal(await bearer('subject-1', { audience: 'another-service' }))).toContain('another service');
  expect(await refusal(await bearer('subject-1', { issuer: 'https://evil.example' }))).toContain('no tenant');
  expect(await refusal(await bearer('subject-1', { stolen: true }))).toContain('signature');
  expect(await refusal(await bearer('nobody-here'))).toContain('Nobody');
});

test('the clocks of provider and gateway may differ by a minute', async () => {
  const { expiresAtMs } = await identity.authenticate(await bearer('subject-1', { lifeSeconds: -2 }));
  expect(expiresAtMs).toBeGreaterThan(Date.now());
});

test.each(['PS256', 'ES256'])('%s is accepted', async (algorithm) => {
  await issuer.addKey('other', algorithm);
  await expect(identity.authenticate(await bearer('subject-1'))).resolves.toBeDefined();
});

test.each(['ES384', 'RS512'])('%s is not', async (algorithm) => {
  await issuer.addKey('other', algorithm);
  expect(await refusal(await bearer('subject-1'))).toContain('RS256');
});

test('an unsigned token is none', async () => {
  const [header, payload] = [
    { alg: 'none' },
    { iss: issuer.url, sub: 'subject-1', aud: 'dcmms', exp: Math.floor(Date.now() / 1_000) + 600 },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  await refusal(`Bearer ${header}.${payload}.`);
  await refusal(`Bearer ${header}.${payload}`);
});

test('a provider may change its keys: a new one is found, one that is gone is refused', async () => {
  const keeping = make({ configAgeMsMax: 60_000 });
  const old = await issuer.token('subject-1');
  await keeping.authenticate(`Bearer ${old}`);
  await keeping.authenticate(`Bearer ${await issuer.token('subject-1')}`);
  expect(issuer.asked).toBe(1);
  await issuer.addKey('second');
  const unused = await issuer.token('subject-1', { key: 'first', claims: { session: 2 } });
  issuer.removeKey('first');
  await keeping.authenticate(`Bearer ${await issuer.token('subject-1')}`);
  expect(issuer.asked).toBe(2);
  await expect(keeping.authenticate(`Bearer ${unused}`)).rejects.toThrow(Unauthenticated);
  await keeping.close();
});

test('without an address of keys the provider is asked for it', async () => {
  await client.query('update tenant_idp_config set jwks_uri = null where tenant_id = $1', [tenant.tenantId]);
  await expect(identity.authenticate(await bearer('subject-1'))).resolves.toBeDefined();
});

test('a provider that does not answer is no fault of the token', async () => {
  const token = await bearer('subject-1');
  issuer.silent = true;
  await expect(identity.authenticate(token)).rejects.not.toBeInstanceOf(Unauthenticated);
  issuer.silent = false;
  await expect(identity.authenticate(token)).resolves.toBeDefined();
});

test('two tenants with the same subject are two people', async () => {
  const other = await createTestTenant(client);
  const second = await Issuer.start();
  await client.query(`insert into tenant_idp_config (tenant_id, provider, issuer, jwks_uri) values ($1, 'oidc', $2, $3)`, [
    other.tenantId,
    second.url,
    `${second.url}/keys`,
  ]);
  await client.query(`update users set idp_user_id = 'subject-1' where id = $1`, [other.userId]);
  expect((await identity.authenticate(await bearer('subject-1'))).viewer.tenantId).toBe(tenant.tenantId);
  expect((await identity.authenticate(`Bearer ${await second.token('subject-1')}`)).viewer.tenantId).toBe(other.tenantId);
  // A token of one that claims to be of the other.
  expect(await refusal(`Bearer ${await second.token('subject-1', { issuer: issuer.url })}`)).toContain('signature');
  await second.stop();
});

test.each([
  ['inactive', `update users set status = 'inactive' where id = $1`],
  ['suspended', `update users set status = 'suspended' where id = $1`],
  ['deleted', `update users set deleted = true where id = $1`],
  ['whose access is over', `update users set access_expires_at = now() - interval '1 minute' where id = $1`],
])('a person who is %s is not let in', async (_state, statement) => {
  await client.query(statement, [tenant.userId]);
  await refusal(await bearer('subject-1'));
});

test.each([
  ['a tenant that is suspended', `update tenants set status = 'suspended' where id = $1`],
  ['a provider that is switched off', `update tenant_idp_config set enabled = false where tenant_id = $1`],
])('%s signs nobody in', async (_state, statement) => {
  await client.query(statement, [tenant.tenantId]);
  await refusal(await bearer('subject-1'));
});

test('roles add up, expired ones and expired sites grant nothing', async () => {
  await give('inventory_coordinator');
  await give('plant_manager', '-1 minute');
  await client.query(`update user_sites set expires_at = now() - interval '1 minute' where user_id = $1`, [tenant.userId]);
  const { viewer } = await identity.authenticate(await bearer('subject-1'));
  expect(viewer.roles.map(({ name }) => name)).toEqual(['inventory_coordinator', 'maintenance_supervisor']);
  expect(viewer.siteIds).toEqual([]);
});

test('rights are kept for a moment and dropped when the outbox tells of a change', async () => {
  const token = await bearer('subject-1');
  const before = await identity.authenticate(token);
  const changes: unknown[] = [];
  identity.onChange((change) => changes.push(change));
  await give('plant_manager');
  expect((await identity.authenticate(token)).viewer).toBe(before.viewer);

  await client.query(`insert into outbox (tenant_id, topic, entity_id, payload) values ($1, 'authority', $2, $3)`, [
    tenant.tenantId,
    tenant.userId,
    JSON.stringify({ userId: tenant.userId }),
  ]);
  await client.query('notify outbox');
  await until(() => changes.length > 0, 'the change is heard');
  expect(changes).toEqual([{ tenantId: tenant.tenantId, userId: tenant.userId }]);
  expect((await identity.authenticate(token)).viewer.roles.map(({ name }) => name)).toEqual(['maintenance_supervisor', 'plant_manager']);
  expect((await identity.refresh(before.viewer))?.roles.length).toBe(2);
});

test('without an event a change counts after the age that is allowed', async () => {
  const quick = make({ authorityAgeMsMax: 50, outboxUrl: undefined });
  const token = await bearer('subject-1');
  const { viewer } = await quick.authenticate(token);
  await client.query(`update users set status = 'inactive' where id = $1`, [tenant.userId]);
  await until(
    () =>
      quick.authenticate(token).then(
        () => false,
        () => true,
      ),
    'the person is out',
  );
  expect(await quick.refresh(viewer)).toBeUndefined();
  await quick.close();
});

test('an account made a moment after its first, refused token is let in at once', async () => {
  const token = await bearer('subject-2');
  await refusal(token);
  await client.query(
    `insert into users (tenant_id, user_id, email, first_name, last_name, idp_user_id) values ($1, 'U-2', $2, 'New', 'Person', 'subject-2')`,
    [tenant.tenantId, `${randomUUID()}@new.test`],
  );
  await expect(identity.authenticate(token)).resolves.toBeDefined();
});

test('who cannot be told in time is not waited for', async () => {
  const hurried = make({ answerMsMax: 200, outboxUrl: undefined });
  await client.query('begin; lock table users in access exclusive mode');
  try {
    await expect(hurried.authenticate(await bearer('subject-1'))).rejects.toThrow('no answer within 200 ms');
  } finally {
    await client.query('rollback');
    await hurried.close();
  }
});

test('readiness tells whether the directory answers', async () => {
  expect(await identity.ready()).toEqual([
    { part: 'directory of people', ok: true },
    { part: 'changes of rights', ok: true, detail: undefined },
  ]);
});
