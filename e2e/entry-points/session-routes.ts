import { expect } from 'vitest';
import { isForm, json, refusalOf, type Browser, type Page } from '../sessions/browser.ts';
import type { RunningCase, RunningEntryPoint } from './entry-point.ts';
import { speak } from './socket.ts';
import type { RunningWorld } from './world.ts';

type Cases = RunningEntryPoint['cases'];

const noCookie = `sid=${'A'.repeat(43)}`;
const whoAmI = { query: '{ viewer { email } }' };

const refused = (what: string, wanted: string, ask: (world: RunningWorld) => Promise<Page>): RunningCase => ({
  what,
  run: async (world) => expect(refusalOf(await ask(world))).toBe(wanted),
});

const leadsTo = (what: string, wanted: RegExp, ask: (world: RunningWorld) => Promise<Page>): RunningCase => ({
  what,
  run: async (world) => {
    const { status, headers } = await ask(world);
    expect([status, headers.get('location')]).toEqual([303, expect.stringMatching(wanted)]);
  },
});

const sessionId = async (browser: Browser) => json<{ sessionId: string }>(await browser.ask('/auth/session')).sessionId;

/** Until the provider has sent the browser back; the callback's address is not asked for yet. */
async function callback(browser: Browser, email: string): Promise<URL> {
  const page = await browser.follow(`/auth/login?email=${encodeURIComponent(email)}`);
  if (!isForm(page)) throw new Error(`the provider shows no form but ${page.status}`);
  const typed = await browser.ask(page.url, { method: 'POST', body: new URLSearchParams({ email, password: 'demo' }) });
  return new URL((await browser.ask(typed.headers.get('location') ?? '')).headers.get('location') ?? '');
}

export function login(): Cases {
  return {
    wrongTenant: [
      leadsTo('an e-mail leads to its own tenant’s provider, whatever tenant is named beside it', /\/t\/helios\/auth\?/, (world) =>
        world.browser().ask('/auth/login?email=operator@helios.test&tenant=borealis'),
      ),
    ],
    missingPermission: { cannotHappen: 'it is for those who are not signed in yet' },
    outOfScope: { cannotHappen: 'nobody is signed in yet who could have a scope' },
    malformed: [
      leadsTo('nobody’s e-mail leads back', /^\/sign-in\?error=unknown&email=nobody/, (world) =>
        world.browser().ask('/auth/login?email=nobody%40nowhere.test'),
      ),
      leadsTo('a text that is no e-mail leads back', /^\/sign-in\?returnTo=%2F$/, (world) => world.browser().ask('/auth/login?email=%00')),
      leadsTo('the way to another place is not kept', /^\/sign-in\?returnTo=%2F$/, (world) =>
        world.browser().ask('/auth/login?returnTo=https://elsewhere.example'),
      ),
    ],
  };
}

export function callbacks(): Cases {
  return {
    wrongTenant: [
      {
        what: 'a code that another tenant’s provider gave finishes no sign-in of this one',
        run: async (world) => {
          const [ours, theirs] = [world.browser(), world.browser()];
          const address = await callback(ours, 'operator@helios.test');
          const code = (await callback(theirs, 'operator@borealis.test')).searchParams.get('code') ?? '';
          address.searchParams.set('code', code);
          expect((await ours.ask(address)).headers.get('location')).toMatch(/^\/sign-in\?error=expired/);
          expect(refusalOf(await ours.ask('/auth/session'))).toBe('401 UNAUTHENTICATED');
        },
      },
    ],
    missingPermission: [
      {
        what: 'a sign-in that another browser began signs nobody in',
        run: async (world) => {
          const address = await callback(world.browser(), 'operator@helios.test');
          const stranger = await world.browser().ask(address);
          expect(stranger.headers.get('location')).toMatch(/^\/sign-in\?error=expired/);
          expect(stranger.headers.getSetCookie()).toEqual([]);
        },
      },
    ],
    outOfScope: { cannotHappen: 'nobody is signed in yet who could have a scope' },
    malformed: [
      leadsTo('no answer of a provider', /^\/sign-in\?error=expired/, (world) => world.browser().ask('/auth/callback')),
      leadsTo('an answer to nothing', /^\/sign-in\?error=expired/, (world) => world.browser().ask('/auth/callback?code=x&state=y')),
    ],
  };
}

/** Reading one's own session, or sessions. */
export function looked(path: '/auth/session' | '/auth/sessions'): Cases {
  return {
    wrongTenant: [
      {
        what: 'a session of another tenant shows that tenant’s person, and no session of ours',
        run: async (world) => {
          const [ours, theirs] = [await world.signedIn('operator@helios.test'), await world.signedIn('operator@borealis.test')];
          const { text } = await theirs.ask(path);
          expect(text).not.toContain(await sessionId(ours));
          expect(text).not.toContain('helios');
        },
      },
    ],
    missingPermission: [
      refused('no cookie is refused', '401 UNAUTHENTICATED', (world) => world.browser().ask(path)),
      refused('a cookie of no session is refused', '401 UNAUTHENTICATED', (world) =>
        world.browser().ask(path, { headers: { cookie: noCookie } }),
      ),
      refused('a bearer is no session', '401 UNAUTHENTICATED', (world) =>
        world.browser().ask(path, { headers: { authorization: `Bearer ${world.people.operator.token}` } }),
      ),
    ],
    outOfScope: [
      {
        what: 'a colleague’s session shows nothing of ours',
        run: async (world) => {
          const [ours, theirs] = [await world.signedIn('operator@helios.test'), await world.signedIn('manager@helios.test')];
          expect((await theirs.ask(path)).text).not.toContain(await sessionId(ours));
        },
      },
    ],
    malformed: [
      refused('a cookie that is too long to be one', '401 UNAUTHENTICATED', (world) =>
        world.browser().ask(path, { headers: { cookie: `sid=${'x'.repeat(4_000)}` } }),
      ),
    ],
  };
}

export function ended(): Cases {
  const ofOthers = (what: string, email: string): RunningCase => ({
    what,
    run: async (world) => {
      const [ours, theirs] = [await world.signedIn('operator@helios.test'), await world.signedIn(email)];
      expect(refusalOf(await ours.send('DELETE', `/auth/sessions/${await sessionId(theirs)}`))).toBe('404 BAD_USER_INPUT');
      expect((await theirs.ask('/auth/session')).status).toBe(200);
    },
  });
  return {
    wrongTenant: [ofOthers('a session of another tenant is one that does not exist', 'operator@borealis.test')],
    missingPermission: [
      refused('no cookie is refused', '401 UNAUTHENTICATED', (world) =>
        world.browser().send('DELETE', '/auth/sessions/0199c000-0000-7000-8000-000000000001'),
      ),
      {
        what: 'a page elsewhere ends nothing',
        run: async (world) => {
          const ours = await world.signedIn('operator@helios.test');
          for (const headers of [{}, { origin: 'https://elsewhere.example' }]) {
            const answer = await ours.ask(`/auth/sessions/${await sessionId(ours)}`, { method: 'DELETE', headers });
            expect(refusalOf(answer)).toBe('403 FORBIDDEN');
          }
          expect((await ours.ask('/auth/session')).status).toBe(200);
        },
      },
    ],
    outOfScope: [ofOthers('a colleague’s session is one that does not exist', 'manager@helios.test')],
    malformed: [
      refused('an id that is none', '404 BAD_USER_INPUT', async (world) =>
        (await world.signedIn('operator@helios.test')).send('DELETE', '/auth/sessions/CESTAS'),
      ),
    ],
  };
}

export function signedOut(): Cases {
  return {
    wrongTenant: { cannotHappen: 'it ends sessions of whoever asks and names no other' },
    missingPermission: [
      refused('no cookie is refused', '401 UNAUTHENTICATED', (world) => world.browser().send('POST', '/auth/logout', { everywhere: true })),
      {
        what: 'a page elsewhere signs nobody out',
        run: async (world) => {
          const ours = await world.signedIn('operator@helios.test');
          for (const headers of [{}, { origin: 'https://elsewhere.example' }]) {
            const answer = await ours.ask('/auth/logout', { method: 'POST', headers, body: new URLSearchParams({ everywhere: 'true' }) });
            expect(refusalOf(answer)).toBe('403 FORBIDDEN');
          }
          expect((await ours.ask('/auth/session')).status).toBe(200);
        },
      },
    ],
    outOfScope: [
      {
        what: 'signing out everywhere leaves a colleague signed in',
        run: async (world) => {
          const [ours, theirs] = [await world.signedIn('operator@helios.test'), await world.signedIn('manager@helios.test')];
          expect((await ours.send('POST', '/auth/logout', { everywhere: true })).status).toBe(200);
          expect((await theirs.ask('/auth/session')).status).toBe(200);
        },
      },
    ],
    malformed: [
      refused('neither here nor everywhere', '400 BAD_USER_INPUT', async (world) =>
        (await world.signedIn('operator@helios.test')).send('POST', '/auth/logout', { everywhere: 'yes' }),
      ),
    ],
  };
}

/** What comes of a session's cookie at the graph, beside the cases of bearers. */
export function byCookie(cases: Cases, method: 'POST' | 'GET'): Cases {
  if (method === 'GET') {
    return joined(cases, {
      malformed: [
        refused('with a session one asks by POST', '405 BAD_USER_INPUT', async (world) =>
          (await world.signedIn('operator@helios.test')).ask(`/graphql?query=${encodeURIComponent(whoAmI.query)}`, {
            headers: { origin: world.console, 'apollo-require-preflight': 'true' },
          }),
        ),
      ],
    });
  }
  const post = async (world: RunningWorld, headers: Record<string, string>) =>
    (await world.signedIn('operator@helios.test')).ask('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(whoAmI),
    });
  return joined(cases, {
    missingPermission: [
      refused('a cookie without the console’s Origin is refused', '403 FORBIDDEN', (world) => post(world, {})),
      refused('a cookie from the page of somebody else is refused', '403 FORBIDDEN', (world) =>
        post(world, { origin: 'https://elsewhere.example' }),
      ),
      refused('a cookie of no session is refused', '401 UNAUTHENTICATED', (world) =>
        post(world, { origin: world.console, cookie: noCookie }),
      ),
    ],
    malformed: [
      refused('a session sends no documents of its own', '400 BAD_USER_INPUT', (world) => post(world, { origin: world.console })),
      refused('the hash of a document that nobody trusts', '400 BAD_USER_INPUT', async (world) =>
        (await world.signedIn('operator@helios.test')).send('POST', '/graphql', {
          extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } },
        }),
      ),
    ],
  });
}

/** The same for sockets. */
export function openedByCookie(cases: Cases): Cases {
  const init = [{ type: 'connection_init', payload: {} }];
  return joined(cases, {
    missingPermission: [
      {
        what: 'a cookie without the console’s Origin may not even connect',
        run: async (world) => {
          const cookie = (await world.signedIn('operator@helios.test')).header('/graphql');
          expect((await speak(world.ready.graphqlWs, init, { headers: { cookie } })).end).toEqual({ refused: 403 });
        },
      },
      {
        what: 'a cookie of no session closes it with 4403',
        run: async (world) =>
          expect((await speak(world.ready.graphqlWs, init, { headers: { origin: world.console, cookie: noCookie } })).end).toEqual({
            closed: 4403,
          }),
      },
    ],
    malformed: [
      {
        what: 'a session sends no documents of its own',
        run: async (world) => {
          const cookie = (await world.signedIn('operator@helios.test')).header('/graphql');
          const messages = [...init, { id: '1', type: 'subscribe', payload: { query: 'subscription { alertChanged { cursor } }' } }];
          const heard = await speak(world.ready.graphqlWs, messages, {
            headers: { origin: world.console, cookie },
            enough: ({ type }) => type === 'error',
          });
          expect(heard.messages.at(-1)).toMatchObject({ payload: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
        },
      },
    ],
  });
}

function joined(cases: Cases, more: { readonly [Trespass in keyof Cases]?: readonly RunningCase[] }): Cases {
  const join = (trespass: keyof Cases): Cases[keyof Cases] => {
    const [given, added = []] = [cases[trespass], more[trespass]];
    if (added.length === 0) return given;
    return 'cannotHappen' in given ? added : [...given, ...added];
  };
  return {
    wrongTenant: join('wrongTenant'),
    missingPermission: join('missingPermission'),
    outOfScope: join('outOfScope'),
    malformed: join('malformed'),
  };
}
