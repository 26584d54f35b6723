import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { personOf } from '@dcmms/db/seed/people.ts';
import { tenantId } from '@dcmms/db/seed/tenants.ts';
import { isForm, json, refusalOf, type Browser } from './browser.ts';
import { byHash, Door, trusted, type OpenGateway } from './door.ts';

let door: Door;
let open: OpenGateway;
let browser: Browser;

beforeAll(async () => {
  door = await Door.build();
  open = await door.open({ settings: { limits: { http: { signInsPerMinute: 1_000 } } } });
});

afterAll(async () => {
  await door.remove();
});

beforeEach(() => {
  browser = door.browser(open);
});

const operator = personOf('helios', 'operator');

test('a person signs in at their tenant’s provider and comes back with a session to where they wanted to go', async () => {
  const page = await browser.follow('/auth/login?email=Operator@HELIOS.test&returnTo=/alarms%3Fpriority%3Dcritical%23newest');
  expect(page.url.origin).toBe(`http://localhost:${door.idpPort}`);
  expect(page.text).toContain('value="operator@helios.test"');
  const back = await browser.type(page, 'operator@helios.test');
  expect(`${back.url.pathname}${back.url.search}${back.url.hash}`).toBe('/alarms?priority=critical#newest');

  const session = await browser.ask('/auth/session');
  expect(session.headers.get('cache-control')).toBe('no-store');
  expect(json(session)).toEqual({
    person: { id: operator.id, displayName: 'Sofia Marchetti', email: 'operator@helios.test' },
    tenant: { id: tenantId('helios'), code: 'helios', name: 'Helios Solar & Storage' },
    expiresAt: expect.any(String),
    sessionId: expect.any(String),
  });
  const hours = (Date.parse(String(json(session)['expiresAt'])) - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(7.9);
  expect(hours).toBeLessThanOrEqual(8);
  const asked = await browser.send('POST', '/graphql', byHash(trusted.whoAmI));
  expect(json(asked)).toEqual({ data: { whoAmI: 'operator@helios.test' } });
});

test('the browser gets one opaque cookie that no script reads, and the row holds its hash, sealed tokens, and who signed in when', async () => {
  const answers: string[] = [];
  await browser.signIn('operator@helios.test', {}, 'operator@helios.test');
  const value = browser.cookie('sid') ?? '';
  expect(value).toMatch(/^[\w-]{43}$/);
  expect([...browser.cookies.values()].filter(({ name }) => name.startsWith('sign-in-'))).toEqual([]);
  const [row] = await door.rows<{ all: string; tokens: Buffer; stamped: boolean; ip: string }>(
    `select row_to_json(s)::text as all, s.tokens_sealed as tokens, u.last_login_at > now() - interval '1 minute' as stamped, host(s.ip_address) as ip
     from user_sessions s join users u on u.id = s.user_id where s.user_id = $1 order by s.created_at desc limit 1`,
    [operator.id],
  );
  answers.push(row?.all ?? '', row?.tokens.toString('latin1') ?? '');
  for (const text of answers) {
    expect(text).not.toContain(value);
    expect(text).not.toContain('eyJ');
  }
  expect(row).toMatchObject({ stamped: true, ip: '127.0.0.1' });
  const audited = await door.rows(
    `select action, user_id, changes::text as changes from audit_logs where resource_type = 'user_sessions' order by "timestamp" desc limit 1`,
  );
  expect(audited).toMatchObject([{ action: 'login', user_id: operator.id }]);
  expect(String(audited[0]?.['changes'])).not.toContain(value);
});

test('behind TLS the cookie is __Host-sid and Secure; one named sid counts for nothing there', async () => {
  const secure = door.browser(open, { 'x-forwarded-proto': 'https' });
  const login = await secure.ask('/auth/login?email=operator@helios.test');
  expect(login.headers.getSetCookie().join()).toMatch(/Path=\/auth; Max-Age=600; HttpOnly; SameSite=Lax; Secure/);
  await secure.signIn('operator@helios.test');
  expect(secure.cookie('sid')).toBeUndefined();
  const value = secure.cookie('__Host-sid') ?? '';
  expect((await secure.ask('/auth/session')).status).toBe(200);
  expect(refusalOf(await secure.ask('/auth/session', { headers: { cookie: `sid=${value}` } }))).toBe('401 UNAUTHENTICATED');
});

test('the tenant’s code leads to the same provider as an e-mail does', async () => {
  const page = await browser.follow('/auth/login?tenant=Borealis');
  expect(page.url.pathname).toMatch(/^\/t\/borealis\//);
  await browser.type(page, 'operator@borealis.test');
  expect(json(await browser.ask('/auth/session'))).toMatchObject({ tenant: { code: 'borealis' } });
});

test('an e-mail and a tenant that nobody knows lead back to the console’s page, which knows what was typed', async () => {
  const login = await browser.ask('/auth/login?email=nobody%40nowhere.test&returnTo=/assets');
  expect([login.status, login.headers.get('location')]).toEqual([
    303,
    '/sign-in?error=unknown&email=nobody%40nowhere.test&returnTo=%2Fassets',
  ]);
  expect((await browser.ask('/auth/login?tenant=nobody')).headers.get('location')).toBe('/sign-in?error=unknown&returnTo=%2F');
  expect((await browser.ask('/auth/login?returnTo=/assets')).headers.get('location')).toBe('/sign-in?returnTo=%2Fassets');
});

test.each([
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/\t/evil.example',
  '/.//evil.example',
  '/auth/login',
  'alarms',
  '/a\nset-cookie: x=y',
])('%j is no way to another place: the sign-in ends at /', async (returnTo) => {
  const back = await browser.signIn('operator@helios.test', { returnTo });
  expect(back.url.href).toBe(`${door.console}/`);
});

test('while the provider is away a person is told so, with what they typed; afterwards they sign in', async () => {
  await door.closeProvider();
  const login = await browser.ask('/auth/login?email=operator@helios.test&returnTo=/work-orders');
  expect(login.headers.get('location')).toBe('/sign-in?error=unavailable&email=operator%40helios.test&returnTo=%2Fwork-orders');
  await door.openProvider();
  await browser.signIn('operator@helios.test');
  expect((await browser.ask('/auth/session')).status).toBe(200);
});

test('a provider that goes away while somebody types leads to the same page', async () => {
  const page = await browser.follow('/auth/login?email=operator@helios.test');
  const back = await browser.ask(page.url, {
    method: 'POST',
    body: new URLSearchParams({ email: 'operator@helios.test', password: 'demo' }),
  });
  const resumed = await browser.ask(back.headers.get('location') ?? '');
  await door.closeProvider();
  const callback = await browser.ask(resumed.headers.get('location') ?? '');
  expect(callback.headers.get('location')).toBe('/sign-in?error=unavailable&email=operator%40helios.test&returnTo=%2F');
  await door.openProvider();
});

test('whom the provider knows and the tenant does not let in is refused, and has no session', async () => {
  const contractor = personOf('helios', 'contractor');
  await door.rows(`update users set status = 'suspended' where id = $1`, [contractor.id]);
  const back = await browser.signIn(contractor.email, { returnTo: '/assets' });
  expect(back.url.href).toBe(`${door.console}/sign-in?error=refused&email=contractor%40helios.test&returnTo=%2Fassets`);
  expect(browser.cookie('sid')).toBeUndefined();
  await door.rows(`update users set status = 'active' where id = $1`, [contractor.id]);
});

/** Until the provider has sent the browser back: the address of the callback, not asked for yet. */
async function untilCallback(of: Browser, email: string, query = ''): Promise<string> {
  const page = await of.follow(`/auth/login?email=${encodeURIComponent(email)}${query}`);
  const typed = isForm(page) ? await of.ask(page.url, { method: 'POST', body: new URLSearchParams({ email, password: 'demo' }) }) : page;
  const resumed = await of.ask(typed.headers.get('location') ?? '');
  return resumed.headers.get('location') ?? '';
}

test('a callback with a code that somebody else’s browser began finds no sign-in: nobody is signed in as somebody else', async () => {
  const attacker = door.browser(open);
  const callback = await untilCallback(attacker, 'contractor@helios.test');
  const victim = await browser.ask(callback);
  expect(victim.headers.get('location')).toBe('/sign-in?error=expired&returnTo=%2F');
  expect(victim.headers.getSetCookie()).toEqual([]);
});

test('a sign-in whose cookie was changed, whose state was changed, or that has no cookie any more is none', async () => {
  const callback = await untilCallback(browser, 'operator@helios.test');
  const [name = ''] = [...browser.cookies.values()].map((cookie) => cookie.name).filter((each) => each.startsWith('sign-in-'));
  const value = browser.cookie(name) ?? '';
  const changed = `${value.slice(0, 40)}${value[40] === 'A' ? 'B' : 'A'}${value.slice(41)}`;
  const wrongState = callback.replace(
    /state=([\w-]+)/,
    (_all, state: string) => `state=${state.slice(0, -1)}${state.endsWith('A') ? 'B' : 'A'}`,
  );
  for (const [address, cookie] of [
    [callback, `${name}=${changed}`],
    [callback, ''],
    [wrongState, `${name}=${value}`],
    [callback.replace(/state=[\w-]+&?/, ''), `${name}=${value}`],
  ] as const) {
    const answer = await browser.ask(address, { headers: { cookie } });
    expect(answer.headers.get('location')).toMatch(/^\/sign-in\?error=expired/);
  }
  // None of it has used up the real one.
  expect((await browser.ask(callback)).headers.get('location')).toBe('/');
});

test('a callback that comes twice at once gets one session; later it leads home for whoever is signed in, and to the sign-in for others', async () => {
  const callback = await untilCallback(browser, 'operator@helios.test', '&returnTo=/trends');
  const cookie = browser.header('/auth/callback');
  const twice = await Promise.all([1, 2].map(() => browser.ask(callback, { headers: { cookie } })));
  expect(twice.map(({ headers }) => headers.get('location'))).toEqual(['/trends', '/trends']);
  const values = twice.map(
    ({ headers }) =>
      headers
        .getSetCookie()
        .find((line) => line.startsWith('sid='))
        ?.split(';')[0],
  );
  expect(values[0]).toBe(values[1]);

  // The back button: the address again, its sign-in over.
  expect((await browser.ask(callback)).headers.get('location')).toBe('/');
  const stranger = await door.browser(open).ask(callback);
  expect(stranger.headers.get('location')).toBe('/sign-in?error=expired&returnTo=%2F');
  // A gateway that knows nothing of the first asks the provider, which knows the code as spent.
  const other = await door.open();
  browser.moveTo(other.gateway.url);
  const replayed = await browser.ask(callback, { headers: { cookie: cookie.replace(/sid=[\w-]+;? ?/, '') } });
  expect(replayed.headers.get('location')).toBe('/sign-in?error=expired&email=operator%40helios.test&returnTo=%2Ftrends');
});

test('two tabs that sign in at once both arrive, and one session is left', async () => {
  const tabs = [
    await browser.follow('/auth/login?email=operator@helios.test&returnTo=/a'),
    await browser.follow('/auth/login?email=operator@helios.test&returnTo=/b'),
  ];
  expect([...browser.cookies.values()].filter(({ name }) => name.startsWith('sign-in-'))).toHaveLength(2);
  const [a, b] = tabs;
  if (!a || !b) throw new Error('two tabs');
  const arrivedB = await browser.type(b, 'operator@helios.test');
  expect(arrivedB.url.pathname).toBe('/b');
  const first = browser.cookie('sid');
  const arrivedA = await browser.follow('/auth/login?email=operator@helios.test&returnTo=/a');
  expect(arrivedA.url.pathname).toBe('/a');
  expect(browser.cookie('sid')).not.toBe(first);
  expect(refusalOf(await door.browser(open).ask('/auth/session', { headers: { cookie: `sid=${first}` } }))).toBe('401 UNAUTHENTICATED');
  expect((await browser.ask('/auth/session')).status).toBe(200);
});

test('on a shared screen the provider asks again when somebody else types their e-mail', async () => {
  await browser.signIn('operator@helios.test');
  const page = await browser.follow('/auth/login?email=supervisor@helios.test&returnTo=/a');
  expect(isForm(page)).toBe(true);
  const back = await browser.type(page, 'supervisor@helios.test');
  expect(back.url.pathname).toBe('/a');
  expect(json(await browser.ask('/auth/session'))).toMatchObject({ person: { email: 'supervisor@helios.test' } });
});

test('whoever signs in after somebody else in one browser ends that session, also when it is of another tenant', async () => {
  for (const [first, second] of [
    ['operator@helios.test', 'operator@borealis.test'],
    ['operator@helios.test', 'supervisor@helios.test'],
  ] as const) {
    const shared = door.browser(open);
    await shared.signIn(first);
    const before = shared.header('/');
    await shared.signIn(second);
    expect(json(await shared.ask('/auth/session'))).toMatchObject({ person: { email: second } });
    expect((await door.browser(open).ask('/auth/session', { headers: { cookie: before } })).status).toBe(401);
  }
});

test('signing out ends the session here and leads to its end at the provider, whose refresh token is worth nothing any more', async () => {
  await browser.signIn('operator@helios.test');
  const before = browser.header('/');
  const out = await browser.send('POST', '/auth/logout', { everywhere: false });
  expect(out.status).toBe(200);
  expect(out.headers.getSetCookie().join()).toMatch(/^sid=; Path=\/; Max-Age=0/);
  const { endSessionUrl } = json<{ endSessionUrl: string }>(out);
  expect(refusalOf(await browser.ask('/auth/session', { headers: { cookie: before } }))).toBe('401 UNAUTHENTICATED');
  expect(refusalOf(await browser.ask('/auth/session'))).toBe('401 UNAUTHENTICATED');

  const confirm = await browser.ask(endSessionUrl);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(confirm.text)?.[1] ?? '';
  const ended = await browser.follow(new URL(endSessionUrl.replace(/\?.*$/, '/confirm')), {
    method: 'POST',
    body: new URLSearchParams({ xsrf, logout: 'yes' }),
  });
  expect(`${ended.url.pathname}${ended.url.search}`).toBe('/sign-in?signedOut=1');
  expect(isForm(await browser.follow('/auth/login?email=operator@helios.test'))).toBe(true);
});

test('a tenant that limits sessions to two ends the one that was not used for longest', async () => {
  await door.rows(`update tenants set metadata = metadata || '{"session_limit": 2}' where tenant_id = 'borealis'`);
  const browsers = [door.browser(open), door.browser(open), door.browser(open)];
  for (const each of browsers) await each.signIn('manager@borealis.test');
  const statuses = [];
  for (const each of browsers) statuses.push((await each.ask('/auth/session')).status);
  expect(statuses).toEqual([401, 200, 200]);
  await door.rows(`update tenants set metadata = metadata || '{"session_limit": null}' where tenant_id = 'borealis'`);
});

test('one address that tries sign-ins without end is told to wait, in JSON; another is not', async () => {
  const strict = await door.open({ settings: { limits: { http: { signInsPerMinute: 3 } } } });
  const hasty = door.browser(strict, { 'x-forwarded-for': '203.0.113.7' });
  const statuses = [];
  for (let attempt = 0; attempt < 4; attempt += 1) statuses.push((await hasty.ask('/auth/login?email=nobody@nowhere.test')).status);
  expect(statuses).toEqual([303, 303, 303, 429]);
  const refused = await hasty.ask('/auth/login?email=nobody@nowhere.test');
  expect(refusalOf(refused)).toBe('429 RATE_LIMITED');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  // What a stranger claims to have forwarded does not make them another address.
  const liar = door.browser(strict, { 'x-forwarded-for': '198.51.100.1, 203.0.113.7' });
  expect((await liar.ask('/auth/login?email=nobody@nowhere.test')).status).toBe(429);
  const other = door.browser(strict, { 'x-forwarded-for': '203.0.113.8' });
  expect((await other.ask('/auth/login?email=nobody@nowhere.test')).status).toBe(303);
});

test('metrics tell of sign-ins and refusals', async () => {
  expect(await open.metric('dcmms_sessions_opened_total')).toBeGreaterThan(5);
  expect(await open.metric('dcmms_sessions_ended_total{reason="logout"')).toBeGreaterThan(0);
  expect(await open.metric('dcmms_sessions_refused_total{reason="transaction"')).toBeGreaterThan(0);
});
