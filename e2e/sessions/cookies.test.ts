import { rename, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { personOf } from '@dcmms/db/seed/people.ts';
import { signIn } from '@dcmms/dev/idp/sign-in.ts';
import { eventually } from '../testing/eventually.ts';
import { json, refusalOf, type Browser } from './browser.ts';
import { byHash, Door, hashOf, manifestOf, trusted, type OpenGateway } from './door.ts';

let door: Door;
let open: OpenGateway;
let browser: Browser;

beforeAll(async () => {
  door = await Door.build();
  open = await door.open();
});

afterAll(async () => {
  await door.remove();
});

beforeEach(async () => {
  browser = door.browser(open);
  await browser.signIn('operator@helios.test');
});

afterEach(async () => {
  await door.rows('delete from user_sessions');
});

const operator = personOf('helios', 'operator');

test.each([
  ['no Origin', {}],
  ['a foreign Origin', { origin: 'https://evil.example' }],
  ['the provider’s Origin', { origin: 'http://localhost:1' }],
  ['the Origin of a page without one', { origin: 'null' }],
])('with %s a cookie moves nothing: no document, no sign-out, no end of a session', async (_what, headers) => {
  const body = JSON.stringify(byHash(trusted.whoAmI));
  const content = { 'content-type': 'application/json', ...headers };
  expect(refusalOf(await browser.ask('/graphql', { method: 'POST', headers: content, body }))).toBe('403 FORBIDDEN');
  expect(refusalOf(await browser.ask('/auth/logout', { method: 'POST', headers: content, body: '{"everywhere":true}' }))).toBe(
    '403 FORBIDDEN',
  );
  const { sessionId } = json<{ sessionId: string }>(await browser.ask('/auth/session'));
  expect(refusalOf(await browser.ask(`/auth/sessions/${sessionId}`, { method: 'DELETE', headers }))).toBe('403 FORBIDDEN');
  expect((await browser.ask('/auth/session')).status).toBe(200);
});

test('with a session one asks by POST alone, at /graphql alone, in JSON alone', async () => {
  const query = new URLSearchParams({ query: trusted.whoAmI }).toString();
  const origin = { origin: door.console, 'apollo-require-preflight': 'true' };
  expect(refusalOf(await browser.ask(`/graphql?${query}`, { headers: origin }))).toBe('405 BAD_USER_INPUT');
  expect(refusalOf(await browser.send('POST', '/graphql', undefined, { 'content-type': 'text/plain' }))).toBe('400 BAD_USER_INPUT');
  expect(refusalOf(await browser.send('POST', '/graphql', [byHash(trusted.whoAmI)]))).toBe('400 BAD_USER_INPUT');
  const partner = await door.open({ settings: { partnerSdl: open.plant.partnerSdl } });
  browser.moveTo(partner.gateway.url);
  expect(refusalOf(await browser.send('POST', '/partner/graphql', byHash(trusted.whoAmI)))).toBe('401 UNAUTHENTICATED');
});

test('a bearer beside a cookie counts alone: no Origin is needed, any document is served, and a bad one is not saved by the cookie', async () => {
  const token = await signIn({ issuer: `http://localhost:${door.idpPort}/t/borealis`, email: 'manager@borealis.test', password: 'demo' });
  const ask = (authorization: string) =>
    browser.ask('/graphql', {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ me: whoAmI }' }),
    });
  expect(json(await ask(`Bearer ${token}`))).toEqual({ data: { me: 'manager@borealis.test' } });
  const refused = await ask('Bearer nonsense');
  expect(refusalOf(refused)).toBe('401 UNAUTHENTICATED');
  expect(refused.headers.getSetCookie()).toEqual([]);
});

test('a cookie that nobody was given, and one of a session that is over, are refused and taken away', async () => {
  const { sessionId } = json<{ sessionId: string }>(await browser.ask('/auth/session'));
  const cookies = [`sid=${'A'.repeat(43)}`];
  await door.rows(`update user_sessions set revoked_at = now(), revoke_reason = 'admin' where id = $1`, [sessionId]);
  cookies.push(browser.header('/'));
  for (const cookie of cookies) {
    const refused = await eventually(
      () => browser.send('POST', '/graphql', byHash(trusted.whoAmI), { cookie }),
      ({ status }) => status === 401,
    );
    expect(refusalOf(refused)).toBe('401 UNAUTHENTICATED');
    expect(refused.headers.getSetCookie().join()).toMatch(/^sid=; Path=\/; Max-Age=0/);
  }
});

test.each(['idle_expires_at', 'absolute_expires_at'])('a session past its %s is over', async (column) => {
  const fresh = await door.open({ times: { knownMsMax: 0 } });
  browser.moveTo(fresh.gateway.url);
  expect((await browser.ask('/auth/session')).status).toBe(200);
  await door.rows(`update user_sessions set ${column} = now() - interval '1 second'`);
  expect(refusalOf(await browser.ask('/auth/session'))).toBe('401 UNAUTHENTICATED');
});

test('a session in use is stamped once a minute at most, and never beyond its absolute end', async () => {
  const stamps = () =>
    door.rows<{ active: string; idle: number; over: boolean }>(
      `select last_active_at::text as active, extract(epoch from idle_expires_at - now())::int as idle, idle_expires_at > absolute_expires_at as over
       from user_sessions`,
    );
  const [fresh] = await stamps();
  for (let use = 0; use < 3; use += 1) await browser.ask('/auth/session');
  expect((await stamps())[0]?.active).toBe(fresh?.active);

  await door.rows(
    `update user_sessions set last_active_at = now() - interval '61 seconds', idle_expires_at = now() + interval '1 hour',
       absolute_expires_at = now() + interval '2 hours'`,
  );
  browser.moveTo((await door.open()).gateway.url);
  await browser.ask('/auth/session');
  const [used] = await eventually(stamps, ([row]) => (row?.idle ?? 0) > 3_700);
  expect(used?.idle).toBeLessThanOrEqual(7_200);
  expect(used?.over).toBe(false);
});

test('a person who may no longer be here has no session from the next request on', async () => {
  const strict = await door.open({ authorityAgeMsMax: 0 });
  browser.moveTo(strict.gateway.url);
  await door.rows(`update users set status = 'suspended' where id = $1`, [operator.id]);
  expect(refusalOf(await browser.send('POST', '/graphql', byHash(trusted.whoAmI)))).toBe('401 UNAUTHENTICATED');
  await door.rows(`update users set status = 'active' where id = $1`, [operator.id]);
  expect(await door.rows('select revoke_reason from user_sessions')).toEqual([{ revoke_reason: 'deactivated' }]);
  expect((await browser.ask('/auth/session')).status).toBe(401);
});

test('a person sees their own sessions, the newest first, and ends one; those of others are as good as none', async () => {
  const telephone = door.browser(open);
  await telephone.signIn('operator@helios.test');
  const [colleague, foreigner] = [door.browser(open), door.browser(open)];
  await colleague.signIn('manager@helios.test');
  await foreigner.signIn('operator@borealis.test');

  const list = json<{ id: string; current: boolean; createdAt: string; lastActiveAt: string; ipAddress: string }[]>(
    await browser.ask('/auth/sessions'),
  );
  expect(list.map(({ current }) => current)).toEqual([false, true]);
  expect(list[0]).toEqual({
    id: expect.any(String),
    current: false,
    createdAt: expect.any(String),
    lastActiveAt: expect.any(String),
    idleExpiresAt: expect.any(String),
    absoluteExpiresAt: expect.any(String),
    userAgent: 'node',
    ipAddress: '127.0.0.1',
  });

  for (const other of [colleague, foreigner]) {
    const { sessionId } = json<{ sessionId: string }>(await other.ask('/auth/session'));
    expect(refusalOf(await browser.send('DELETE', `/auth/sessions/${sessionId}`))).toBe('404 BAD_USER_INPUT');
    expect((await other.ask('/auth/session')).status).toBe(200);
  }
  for (const id of ['0199c000-0000-7000-8000-000000000001', 'nonsense']) {
    expect(refusalOf(await browser.send('DELETE', `/auth/sessions/${id}`))).toBe('404 BAD_USER_INPUT');
  }
  expect((await browser.send('DELETE', `/auth/sessions/${list[0]?.id}`)).status).toBe(204);
  expect((await telephone.ask('/auth/session')).status).toBe(401);
  expect((await browser.ask('/auth/session')).status).toBe(200);
});

test('signing out everywhere ends every session of the person, in other gateways too, and nobody else’s', async () => {
  const other = await door.open({ times: { knownMsMax: 600_000 } });
  const telephone = door.browser(other);
  await telephone.signIn('operator@helios.test');
  const colleague = door.browser(other);
  await colleague.signIn('manager@helios.test');
  expect((await telephone.ask('/auth/session')).status).toBe(200);
  expect((await browser.send('POST', '/auth/logout', { everywhere: true })).status).toBe(200);
  await eventually(
    () => telephone.ask('/auth/session'),
    ({ status }) => status === 401,
  );
  expect((await colleague.ask('/auth/session')).status).toBe(200);
});

test.each([{ everywhere: 'yes' }, [], 'everywhere'])('%j says not what to sign out of', async (body) => {
  expect(refusalOf(await browser.send('POST', '/auth/logout', body))).toBe('400 BAD_USER_INPUT');
  expect((await browser.ask('/auth/session')).status).toBe(200);
});

test('a session is served by the hash of a trusted document alone, never by a text, not even one of those', async () => {
  const ask = async (body: unknown) => browser.send('POST', '/graphql', body);
  expect(json(await ask(byHash(trusted.asset, { id: 'a1' })))).toEqual({ data: { asset: { name: 'asset a1' } } });
  const named = { persistedQuery: { version: 1, sha256Hash: `sha256:${hashOf(trusted.whoAmI)}` } };
  expect(json(await ask({ extensions: named }))).toEqual({ data: { whoAmI: 'operator@helios.test' } });
  expect(json(await ask({ ...byHash(trusted.whoAmI), query: '' }))).toEqual({ data: { whoAmI: 'operator@helios.test' } });
  for (const body of [
    { query: trusted.whoAmI },
    { ...byHash(trusted.whoAmI), query: trusted.whoAmI },
    byHash('query Other { whoAmI }'),
    { operationName: 'WhoAmI' },
    { extensions: { persistedQuery: { version: 1, sha256Hash: 7 } } },
    { extensions: { persistedQuery: { version: 1, sha256Hash: '__proto__' } } },
    {},
  ]) {
    const refused = await ask(body);
    expect(refusalOf(refused)).toBe('400 BAD_USER_INPUT');
    expect(refused.text).toMatch(/document/);
  }
  expect(open.plant.asked.filter((each) => each.startsWith('core.asset'))).toEqual(['core.asset a1']);
});

test('a trusted document has the limits of every other', async () => {
  expect(refusalOf(await browser.send('POST', '/graphql', byHash(trusted.dear)))).toBe('400 COST_LIMIT');
});

test('a bearer may send a hash or a text', async () => {
  const token = await signIn({ issuer: `http://localhost:${door.idpPort}/t/helios`, email: 'operator@helios.test', password: 'demo' });
  const ask = (body: unknown) =>
    browser.ask('/graphql', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect(json(await ask(byHash(trusted.whoAmI)))).toEqual({ data: { whoAmI: 'operator@helios.test' } });
  expect(refusalOf(await ask(byHash('query Other { whoAmI }')))).toBe('400 BAD_USER_INPUT');
});

test('the list of documents is read again when it has changed; a broken one leaves what was known', async () => {
  const added = 'query Added { whoAmI }';
  const ask = async () => (await browser.send('POST', '/graphql', byHash(added))).status;
  const write = async (text: string) => {
    await writeFile(`${door.documents}.new`, text);
    await rename(`${door.documents}.new`, door.documents);
  };
  expect(await ask()).toBe(400);
  await write(manifestOf([...Object.values(trusted), added]));
  expect(await ask()).toBe(200);
  await write('{"half": ');
  expect(await ask()).toBe(200);
  expect((await browser.send('POST', '/graphql', byHash('query Never { whoAmI }'))).status).toBe(400);
  expect(await ask()).toBe(200);
});
