import { afterAll, beforeAll, expect, test } from 'vitest';
import { Database } from '@dcmms/runtime/database/database.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { startGateway, type Started } from '../testing/start.ts';
import { Sessions } from './sessions.ts';

const log = createLog('test', 'silent');
const cookie = `sid=${'A'.repeat(43)}`;
const origin = 'http://localhost:3000';
let started: Started;

beforeAll(async () => {
  started = await startGateway('in-process', {
    origins: [origin],
    sessions: new Sessions({
      // Nobody listens there.
      database: new Database({ url: 'postgres://127.0.0.1:9/none', name: 'test', log }),
      outboxUrl: undefined,
      people: { find: async () => ({ refused: 'Nobody is here.' }) },
      secret: 'the secret of a test',
      log,
    }),
  });
});

afterAll(async () => {
  await started.stop();
});

test.each([
  ['GET', '/auth/session'],
  ['GET', '/auth/sessions'],
  ['POST', '/auth/logout'],
  ['POST', '/graphql'],
])('while the database is away %s %s cannot tell whose session it is, and leaves the cookie where it is', async (method, path) => {
  const response = await fetch(`${started.gateway.url}${path}`, { method, headers: { cookie, origin } });
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('1');
  expect(response.headers.getSetCookie()).toEqual([]);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
});

test('a person who wants to sign in meanwhile is told so on a page, with what they typed', async () => {
  const ask = (path: string) => fetch(`${started.gateway.url}${path}`, { redirect: 'manual', headers: { cookie } });
  expect((await ask('/auth/login?email=Pat%40example.test&returnTo=/assets')).headers.get('location')).toBe(
    '/sign-in?error=unavailable&email=Pat%40example.test&returnTo=%2Fassets',
  );
  expect((await ask('/auth/callback?code=c&state=s')).headers.get('location')).toBe('/sign-in?error=expired&returnTo=%2F');
});
