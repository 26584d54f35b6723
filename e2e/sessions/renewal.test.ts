import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { issuerUrl } from '@dcmms/dev/idp/issuer.ts';
import { json, refusalOf, type Browser } from './browser.ts';
import { Door, type OpenGateway } from './door.ts';

let door: Door;

beforeAll(async () => {
  door = await Door.build();
});

afterAll(async () => {
  await door.remove();
});

afterEach(async () => {
  await door.rows('delete from user_sessions');
});

const times = { knownMsMax: 0 } as const;

async function signedIn(open: OpenGateway): Promise<{ browser: Browser; id: string }> {
  const browser = door.browser(open);
  await browser.signIn('operator@helios.test');
  return { browser, id: json<{ sessionId: string }>(await browser.ask('/auth/session')).sessionId };
}

const renewals = (...gateways: readonly OpenGateway[]) =>
  gateways.flatMap(({ asked }) => asked).filter((grant) => grant === 'refresh_token').length;

test('of twenty requests of two tabs over two gateways that find the token ending, one renews it', async () => {
  const gateways = [await door.open({ times }), await door.open()] as const;
  const { browser, id } = await signedIn(gateways[0]);
  const tabs = gateways.map((open) => {
    const tab = door.browser(open);
    for (const [key, cookie] of browser.cookies) tab.cookies.set(key, cookie);
    return tab;
  });
  for (const round of [1, 2]) {
    const { refreshToken } = await door.tokensOf(id);
    await door.age(id, 50_000);
    // The second gateway has not seen the session yet, or knows what it saw for some seconds.
    const answers = await Promise.all(Array.from({ length: 20 }, async (_, index) => tabs[index % 2]?.ask('/auth/session')));
    expect(answers.map((answer) => answer?.status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(renewals(...gateways)).toBe(round);
    const renewed = await door.tokensOf(id);
    expect(renewed.refreshToken).not.toBe(refreshToken);
    expect(renewed.accessEndsAtMs - Date.now()).toBeGreaterThan(800_000);
    expect(renewed.claimedUntilMs).toBe(0);
  }
  const total = (await Promise.all(gateways.map(({ metric }) => metric('dcmms_sessions_refreshed_total{result="renewed"')))).filter(
    Number.isFinite,
  );
  expect(total.reduce((sum, each) => sum + each, 0)).toBe(2);
});

test('a token with more than a minute left is left alone', async () => {
  const open = await door.open({ times });
  const { browser, id } = await signedIn(open);
  await door.age(id, 65_000);
  expect((await browser.ask('/auth/session')).status).toBe(200);
  expect(renewals(open)).toBe(0);
});

test('a renewal whose gateway died is taken over once its claim has run out, not before', async () => {
  const open = await door.open({ times });
  const { browser, id } = await signedIn(open);
  await door.age(id, 10_000);
  await door.claim(id, 60_000);
  expect((await browser.ask('/auth/session')).status).toBe(200);
  expect(renewals(open)).toBe(0);
  await door.claim(id, -1);
  expect((await browser.ask('/auth/session')).status).toBe(200);
  expect(renewals(open)).toBe(1);
});

test('while the provider is away a session goes on for the time of grace, and the provider is not asked at every request', async () => {
  const open = await door.open({ times });
  const { browser, id } = await signedIn(open);
  await door.closeProvider();
  await door.age(id, -1_000);
  for (let use = 0; use < 5; use += 1) expect((await browser.ask('/auth/session')).status).toBe(200);
  expect(renewals(open)).toBe(1);
  await door.age(id, -(8 * 3_600_000 + 1_000));
  expect(refusalOf(await browser.ask('/auth/session'))).toBe('401 UNAUTHENTICATED');
  expect(await door.rows('select revoke_reason from user_sessions')).toEqual([{ revoke_reason: 'security' }]);
  await door.openProvider();
});

test('after an outage of the provider the token is renewed as if nothing had been', async () => {
  const open = await door.open({ times: { ...times, awayMs: 0 } });
  const { browser, id } = await signedIn(open);
  await door.closeProvider();
  await door.age(id, -1_000);
  expect((await browser.ask('/auth/session')).status).toBe(200);
  await door.openProvider();
  expect((await browser.ask('/auth/session')).status).toBe(200);
  expect((await door.tokensOf(id)).accessEndsAtMs).toBeGreaterThan(Date.now());
});

test('a sign-in that is over at the provider is over here: a refresh token that was used elsewhere ends the session', async () => {
  const open = await door.open({ times });
  const { browser, id } = await signedIn(open);
  const { refreshToken } = await door.tokensOf(id);
  const stolen = await fetch(`${issuerUrl(door.idpPort, 'helios')}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken ?? '', client_id: 'dcmms-console' }),
  });
  expect(stolen.status).toBe(200);
  await door.age(id, 1_000);
  const refused = await browser.ask('/auth/session');
  expect(refusalOf(refused)).toBe('401 UNAUTHENTICATED');
  expect(refused.headers.getSetCookie().join()).toMatch(/^sid=; /);
  expect(await door.rows('select revoke_reason from user_sessions')).toEqual([{ revoke_reason: 'security' }]);
  expect(await open.metric('dcmms_sessions_refreshed_total{result="refused"')).toBe(1);
});

test('a provider whose tokens live for seconds is not asked at every request', async () => {
  await door.closeProvider();
  await door.openProvider(5);
  const open = await door.open({ times });
  const { browser } = await signedIn(open);
  for (let use = 0; use < 5; use += 1) expect((await browser.ask('/auth/session')).status).toBe(200);
  expect(renewals(open)).toBe(0);
  await door.closeProvider();
  await door.openProvider();
});

test('signing out while the provider is away ends the session here and leads to no page that does not come', async () => {
  const open = await door.open({ times });
  const { browser } = await signedIn(open);
  await door.closeProvider();
  const out = await browser.send('POST', '/auth/logout', { everywhere: false });
  expect(json(out)).toEqual({ endSessionUrl: null });
  expect((await browser.ask('/auth/session')).status).toBe(401);
  await door.openProvider();
});

test('a renewal leaves no row in the audit; the sign-in and its end do', async () => {
  const open = await door.open({ times });
  const { browser, id } = await signedIn(open);
  await door.age(id, 1_000);
  await browser.ask('/auth/session');
  expect(renewals(open)).toBe(1);
  await browser.send('POST', '/auth/logout', { everywhere: false });
  expect(await door.rows(`select action from audit_logs where resource_id = $1 order by "timestamp"`, [id])).toEqual([
    { action: 'login' },
    { action: 'update' },
  ]);
});

test.each([
  ['a minute ahead', 60, '/alarms'],
  ['a minute behind', -60, '/alarms'],
  ['two hours behind', -7_200, '/sign-in?error=refused&email=operator%40helios.test&returnTo=%2Falarms'],
])('a provider whose clock is %s: people end at %s s difference at %s', async (_what, seconds, where) => {
  const open = await door.open({ times });
  await door.closeProvider();
  const provider = await providerWithClock(seconds * 1_000);
  try {
    const browser = door.browser(open);
    const back = await browser.signIn('operator@helios.test', { returnTo: '/alarms' });
    expect(`${back.url.pathname}${back.url.search}`).toBe(where);
    if (where !== '/alarms') return;
    const { sessionId } = json<{ sessionId: string }>(await browser.ask('/auth/session'));
    await door.age(sessionId, 1_000);
    expect((await browser.ask('/auth/session')).status).toBe(200);
    expect(renewals(open)).toBe(1);
  } finally {
    provider.kill('SIGKILL');
    await once(provider, 'exit');
    await door.openProvider();
  }
});

/** The provider as a process of its own that believes it is another time. */
async function providerWithClock(aheadMs: number) {
  const clock = `const real = Date; globalThis.Date = class extends real {
    constructor(...given) { if (given.length === 0) super(real.now() + ${aheadMs}); else super(...given); }
    static now() { return real.now() + ${aheadMs}; }
  };`;
  const child = fork(join(import.meta.dirname, '..', '..', 'dev', 'idp', 'main.ts'), {
    env: {
      PATH: process.env['PATH'],
      LOG_LEVEL: 'error',
      IDP_PORT: String(door.idpPort),
      WEB_PORT: String(door.webPort),
      DCMMS_HOME: door.home,
      DCMMS_SECRET: inject('secret'),
    },
    execArgv: ['--import', `data:text/javascript,${encodeURIComponent(clock)}`],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}
