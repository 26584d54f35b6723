import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPeople, personOf } from '@dcmms/db/seed/people.ts';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import { consoleClientId, partnerClientId, partnerSecret } from './clients.ts';
import { issuerUrl } from './issuer.ts';
import { signIn } from './sign-in.ts';
import { startIdp, type Idp } from './start.ts';

const secret = 'a secret of this test only';
let home: string;
let port: number;
let idp: Idp;

const start = () => startIdp({ port, webPort: 3000, gatewayPort: 4000, home, secret });

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'dcmms-idp-'));
  port = await freePort();
  idp = await start();
});

afterAll(async () => {
  await idp.close();
  await rm(home, { recursive: true });
});

describe('the development identity provider', () => {
  test('signs in every person of the demo with a token that names them, their tenant by its issuer, and nothing they may do', async () => {
    for (const person of demoPeople) {
      const issuer = issuerUrl(port, person.tenant);
      const token = await signIn({ issuer, email: person.email, password: 'demo' });
      const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(await keysOf(issuer)), {
        issuer,
        audience: 'dcmms',
        algorithms: ['RS256'],
        typ: 'at+jwt',
      });
      expect(payload.sub).toBe(person.subject);
      expect(payload['email']).toBe(person.email);
      expect(protectedHeader.kid).toBeTypeOf('string');
      expect(Object.keys(payload).sort()).toEqual(['aud', 'client_id', 'email', 'exp', 'iat', 'iss', 'jti', 'sub']);
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(1800);
    }
  });

  test('signs each tenant with a key of its own, so that no issuer can speak for another', async () => {
    const token = await signIn({ issuer: issuerUrl(port, 'helios'), email: 'operator@helios.test', password: 'demo' });
    await expect(jwtVerify(token, createLocalJWKSet(await keysOf(issuerUrl(port, 'borealis'))))).rejects.toThrow();
  });

  test('reads e-mails without regard to case', async () => {
    const token = await signIn({ issuer: issuerUrl(port, 'helios'), email: 'Operator@HELIOS.test', password: 'demo' });
    expect(decodeJwt(token)['email']).toBe('operator@helios.test');
  });

  test.each([
    ['a wrong password', 'helios', 'operator@helios.test', 'demo1'],
    ['nobody', 'helios', 'nobody@helios.test', 'demo'],
    ['a person of another tenant', 'borealis', 'operator@helios.test', 'demo'],
  ])('refuses %s', async (_case, tenant, email, password) => {
    await expect(signIn({ issuer: issuerUrl(port, tenant), email, password })).rejects.toThrow('401');
  });

  test('publishes its endpoints under the issuer', async () => {
    const issuer = issuerUrl(port, 'borealis');
    const discovery = await json(`${issuer}/.well-known/openid-configuration`);
    expect(discovery['issuer']).toBe(issuer);
    for (const endpoint of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'end_session_endpoint', 'revocation_endpoint']) {
      expect(discovery[endpoint]).toMatch(new RegExp(`^${issuer}/`));
    }
    expect(discovery['code_challenge_methods_supported']).toEqual(['S256']);
  });

  test('keeps its keys from other people of the machine', async () => {
    expect((await stat(join(home, 'idp', 'helios.jwk.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(home, 'idp'))).mode & 0o777).toBe(0o700);
  });

  test('demands PKCE', async () => {
    const location = await authorize('helios', { code_challenge: undefined, code_challenge_method: undefined });
    expect(location.searchParams.get('error')).toBe('invalid_request');
  });

  test('sends no code to an address that the console does not have', async () => {
    const response = await fetch(authorizationUrl('helios', { redirect_uri: 'http://localhost:3001/auth/callback' }), {
      redirect: 'manual',
    });
    expect(response.status).toBe(400);
  });

  test('gives a partner’s program a token of its own', async () => {
    const issuer = issuerUrl(port, 'helios');
    const answer = await post(
      `${issuer}/token`,
      { grant_type: 'client_credentials', scope: 'graph' },
      `${partnerClientId}:${partnerSecret(secret)}`,
    );
    expect(decodeJwt(String(answer['access_token']))).toMatchObject({ sub: partnerClientId, aud: 'dcmms', iss: issuer });
    const wrong = await post(`${issuer}/token`, { grant_type: 'client_credentials' }, `${partnerClientId}:wrong`);
    expect(wrong['error']).toBe('invalid_client');
  });

  test('answers requests for this machine’s names alone', async () => {
    const answered = await new Promise<number | undefined>((resolve, reject) => {
      get({ host: '127.0.0.1', port, path: '/t/helios/auth', headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
    expect(answered).toBe(421);
  });

  test('knows the demo tenants alone and tells which', async () => {
    const response = await fetch(`${idp.url}/t/nobody/auth`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('/t/helios, /t/borealis, /t/dcmms');
  });

  test('shows a person who opens an issuer’s address who there is and where to begin', async () => {
    const page = await fetch(issuerUrl(port, 'borealis'));
    expect(page.status).toBe(200);
    const html = await page.text();
    for (const person of demoPeople) expect(html.includes(person.email)).toBe(person.tenant === 'borealis');
    expect(html).toContain('npm run -s token');
  });

  test('answers /health, /ready and /metrics like every process', async () => {
    expect(await json(`${idp.url}/health`)).toEqual({ status: 'ok', part: 'idp' });
    expect(await json(`${idp.url}/ready`)).toMatchObject({ status: 'ready' });
    expect(await (await fetch(`${idp.url}/metrics`)).text()).toContain('process_cpu_seconds_total');
  });
});

describe('the sign-in page', () => {
  test('lists the tenant’s people, labels its fields, says what was wrong and runs no script', async () => {
    const response = await fetch(authorizationUrl('helios', { login_hint: 'manager@helios.test' }), { redirect: 'manual' });
    const page = await fetch(new URL(response.headers.get('location') ?? '', idp.url), { headers: { cookie: cookiesOf(response) } });
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).toContain('<html lang="en">');
    for (const field of ['email', 'password']) {
      expect(html).toContain(`<label for="${field}">`);
      expect(html).toContain(`<input id="${field}" name="${field}"`);
    }
    expect(html).toContain('value="manager@helios.test"');
    expect(html).toContain('color-scheme: light dark');
    expect(html).not.toContain('<script');
    for (const person of demoPeople) expect(html.includes(person.email)).toBe(person.tenant === 'helios');

    const refused = await fetch(page.url, {
      method: 'POST',
      body: new URLSearchParams({ email: '"><b>', password: 'x' }),
      headers: { cookie: cookiesOf(response) },
    });
    const again = await refused.text();
    expect(refused.status).toBe(401);
    expect(again).toContain('role="alert"');
    expect(again).toContain('value="&quot;&gt;&lt;b&gt;"');
    expect(again).not.toContain('<b>');
  });

  test('says so when the sign-in has ended', async () => {
    const response = await fetch(`${issuerUrl(port, 'helios')}/interaction/longgone`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('This sign-in has ended');
  });
});

describe('a console session', () => {
  test('gets a 15 minute token, an ID token and a refresh token that works once, also after a restart', async () => {
    const { tokens } = await consoleSignIn('helios', 'technician@helios.test');
    const technician = personOf('helios', 'technician');
    const access = decodeJwt(tokens.access_token);
    expect(access.sub).toBe(technician.subject);
    expect((access.exp ?? 0) - (access.iat ?? 0)).toBe(900);
    expect(decodeJwt(tokens.id_token)).toMatchObject({
      sub: technician.subject,
      email: technician.email,
      name: 'Thomas Lefèvre',
      nonce: 'n',
    });

    await idp.close();
    idp = await start();
    await jwtVerify(tokens.access_token, createLocalJWKSet(await keysOf(issuerUrl(port, 'helios'))));
    const renewed = await refresh('helios', tokens.refresh_token);
    expect(decodeJwt(String(renewed['access_token'])).sub).toBe(technician.subject);
    const reused = await refresh('helios', tokens.refresh_token);
    expect(reused['error']).toBe('invalid_grant');
    const family = await refresh('helios', String(renewed['refresh_token']));
    expect(family['error']).toBe('invalid_grant');
  });

  test('ends at the provider when the person signs out, its refresh token with it', async () => {
    const { tokens, cookies } = await consoleSignIn('borealis', 'operator@borealis.test');
    const end = new URL(`${issuerUrl(port, 'borealis')}/session/end`);
    end.search = new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: 'http://localhost:3000/' }).toString();
    const asked = await fetch(end, { headers: { cookie: cookies } });
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(await asked.text())?.[1] ?? '';
    const ended = await fetch(`${issuerUrl(port, 'borealis')}/session/end/confirm`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookies },
      body: new URLSearchParams({ xsrf, logout: 'yes' }),
    });
    expect(ended.headers.get('location')).toBe('http://localhost:3000/');
    expect((await refresh('borealis', tokens.refresh_token))['error']).toBe('invalid_grant');
  });
});

test('as a process it says when it is ready and ends with its launcher', async () => {
  const ownPort = await freePort();
  const child = fork(join(import.meta.dirname, 'main.ts'), {
    env: { ...process.env, IDP_PORT: String(ownPort), DCMMS_HOME: home, DCMMS_SECRET: secret },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [message]: unknown[] = await once(child, 'message');
  expect(message).toEqual({ type: 'ready', url: `http://localhost:${ownPort}` });
  expect((await fetch(`http://localhost:${ownPort}/health`)).status).toBe(200);
  const exited = once(child, 'exit');
  child.disconnect();
  expect(await exited).toEqual([0, null]);
});

interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string;
}

const verifier = randomBytes(32).toString('base64url');

function authorizationUrl(tenant: string, changes: Readonly<Record<string, string | undefined>> = {}): URL {
  const url = new URL(`${issuerUrl(port, tenant)}/auth`);
  const parameters = {
    client_id: consoleClientId,
    response_type: 'code',
    redirect_uri: 'http://localhost:3000/auth/callback',
    scope: 'openid email profile',
    nonce: 'n',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

async function authorize(tenant: string, changes: Readonly<Record<string, string | undefined>>): Promise<URL> {
  const response = await fetch(authorizationUrl(tenant, changes), { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? '');
}

async function consoleSignIn(tenant: string, email: string): Promise<{ tokens: Tokens; cookies: string }> {
  const asked = await fetch(authorizationUrl(tenant), { redirect: 'manual' });
  const cookies = cookiesOf(asked);
  const signedIn = await fetch(new URL(asked.headers.get('location') ?? '', idp.url), {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookies },
    body: new URLSearchParams({ email, password: 'demo' }),
  });
  const back = await fetch(signedIn.headers.get('location') ?? '', { redirect: 'manual', headers: { cookie: cookies } });
  const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const answer = await post(`${issuerUrl(port, tenant)}/token`, {
    grant_type: 'authorization_code',
    client_id: consoleClientId,
    redirect_uri: 'http://localhost:3000/auth/callback',
    code,
    code_verifier: verifier,
  });
  const tokens = {
    access_token: String(answer['access_token']),
    id_token: String(answer['id_token']),
    refresh_token: String(answer['refresh_token']),
  };
  return { tokens, cookies: cookiesOf(back) };
}

function refresh(tenant: string, token: string): Promise<Record<string, unknown>> {
  return post(`${issuerUrl(port, tenant)}/token`, { grant_type: 'refresh_token', client_id: consoleClientId, refresh_token: token });
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ');
}

async function post(url: string, form: Record<string, string>, basic?: string): Promise<Record<string, unknown>> {
  const headers: Record<string, string> = basic === undefined ? {} : { authorization: `Basic ${Buffer.from(basic).toString('base64')}` };
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers });
  return await bodyOf(response);
}

async function json(url: string): Promise<Record<string, unknown>> {
  return await bodyOf(await fetch(url));
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  const body: Record<string, unknown> = JSON.parse(await response.text());
  return body;
}

async function keysOf(issuer: string): Promise<JSONWebKeySet> {
  const response = await fetch(`${issuer}/jwks`);
  const keys: JSONWebKeySet = JSON.parse(await response.text());
  return keys;
}
