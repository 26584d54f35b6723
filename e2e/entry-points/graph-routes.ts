import { expect } from 'vitest';
import type { RunningEntryPoint } from './entry-point.ts';
import { expectRefusal } from './refused.ts';
import type { PostOptions, RunningWorld } from './world.ts';

export type Endpoint = 'graphql' | 'partnerGraphql';

const whoAmI = '{ viewer { email } }';
const nothing = { site: null };

/** A document in the body of a POST. */
export function posted(endpoint: Endpoint): RunningEntryPoint['cases'] {
  const ask = (world: RunningWorld, query: string, options?: PostOptions) => world.post(world.ready[endpoint], query, options);
  const site = (world: RunningWorld, token: string, code: 'CESTAS' | 'KELDA') =>
    ask(world, 'query ($id: ID!) { site(id: $id) { code } }', { token, variables: { id: world.siteId(code) } });
  const send = (world: RunningWorld, init: RequestInit) =>
    world.request(world.ready[endpoint], {
      method: 'POST',
      body: JSON.stringify({ query: whoAmI }),
      ...init,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${world.people.operator.token}`, ...init.headers },
    });
  return {
    wrongTenant: [
      {
        what: "another tenant's site is a site that does not exist",
        run: async (world) => expect((await site(world, world.people.operator.token, 'KELDA')).body).toEqual({ data: nothing }),
      },
      {
        what: "another tenant's token opens its own tenant and nothing else",
        run: async (world) => {
          const { foreigner } = world.people;
          expect(
            (await ask(world, '{ viewer { email tenant { name } } sites { nodes { code } } }', { token: foreigner.token })).body.data,
          ).toMatchObject({
            viewer: { email: 'manager@borealis.test' },
            sites: { nodes: [{ code: 'KELDA' }] },
          });
          expect((await site(world, foreigner.token, 'CESTAS')).body).toEqual({ data: nothing });
        },
      },
      {
        what: "a token that one tenant's provider signed in the name of another's is refused",
        run: async (world) => {
          const iss = `${world.ready.idp}/t/borealis`;
          expectRefusal(await ask(world, whoAmI, { token: await world.tokenLike({ iss }) }), 401, 'UNAUTHENTICATED');
        },
      },
    ],
    missingPermission: [
      { what: 'no credential is refused', run: async (world) => expectRefusal(await ask(world, whoAmI), 401, 'UNAUTHENTICATED') },
      {
        what: 'a token that is none is refused',
        run: async (world) => expectRefusal(await ask(world, whoAmI, { token: 'nonsense' }), 401, 'UNAUTHENTICATED'),
      },
      {
        what: 'a token that has expired is refused, and the same with a later end is not',
        run: async (world) => {
          const now = Math.floor(Date.now() / 1_000);
          expectRefusal(
            await ask(world, whoAmI, { token: await world.tokenLike({ iat: now - 3_600, exp: now - 60 }) }),
            401,
            'UNAUTHENTICATED',
          );
          const good = await ask(world, whoAmI, { token: await world.tokenLike({ exp: now + 60 }) });
          expect(good.body).toEqual({ data: { viewer: { email: 'operator@helios.test' } } });
        },
      },
      {
        what: 'a token that somebody else signed is refused',
        run: async (world) =>
          expectRefusal(await ask(world, whoAmI, { token: await world.tokenLike({}, 'stranger') }), 401, 'UNAUTHENTICATED'),
      },
      {
        what: 'a token for another audience is refused',
        run: async (world) =>
          expectRefusal(await ask(world, whoAmI, { token: await world.tokenLike({ aud: 'elsewhere' }) }), 401, 'UNAUTHENTICATED'),
      },
      {
        what: 'a field that the viewer may not use is FORBIDDEN',
        run: async (world) =>
          expectRefusal(await ask(world, '{ deadLetters { totalCount } }', { token: world.people.operator.token }), 403, 'FORBIDDEN'),
      },
    ],
    outOfScope: [
      {
        what: "a site that is not among the viewer's is a site that does not exist",
        run: async (world) => expect((await site(world, world.people.neighbour.token, 'CESTAS')).body).toEqual({ data: nothing }),
      },
    ],
    malformed: [
      {
        what: 'a body that is no JSON',
        run: async (world) => expectRefusal(await send(world, { body: '{"query": ' }), 400, 'BAD_USER_INPUT'),
      },
      { what: 'an empty body', run: async (world) => expectRefusal(await send(world, { body: '' }), 400, 'BAD_USER_INPUT') },
      { what: 'JSON that is no request', run: async (world) => expectRefusal(await send(world, { body: '[]' }), 400, 'BAD_USER_INPUT') },
      {
        what: 'a body of more than 256 KiB',
        run: async (world) =>
          expectRefusal(
            await send(world, { body: JSON.stringify({ query: whoAmI, variables: { filler: 'x'.repeat(256 * 1024) } }) }),
            413,
            'BAD_USER_INPUT',
          ),
      },
      {
        what: 'a content type that is none of ours',
        run: async (world) => expectRefusal(await send(world, { headers: { 'content-type': 'text/xml' } }), 415, 'BAD_USER_INPUT'),
      },
      { what: 'another method', run: async (world) => expectRefusal(await send(world, { method: 'PUT' }), 404, 'BAD_USER_INPUT') },
      {
        what: 'a document that does not fit the graph',
        run: async (world) =>
          expectRefusal(await ask(world, '{ nobodyKnowsThis }', { token: world.people.operator.token }), 400, 'GRAPHQL_VALIDATION_FAILED'),
      },
      {
        what: 'an id that is none',
        run: async (world) => {
          const { body } = await ask(world, '{ site(id: "CESTAS") { code } }', { token: world.people.operator.token });
          expect(body.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
        },
      },
      {
        what: 'a query that would cost too much',
        run: async (world) => {
          const query =
            '{ assets(first: 100) { nodes { alerts(first: 100) { nodes { asset { workOrders(first: 100) { nodes { number } } } } } } } }';
          expectRefusal(await ask(world, query, { token: world.people.operator.token }), 400, 'COST_LIMIT');
        },
      },
    ],
  };
}

/** A document in the address. Without a header that a page elsewhere cannot set, a GET is refused whoever sends it (cross-site requests). */
export function got(endpoint: Endpoint): RunningEntryPoint['cases'] {
  const ask = (
    world: RunningWorld,
    query: string,
    token?: string,
    headers: Record<string, string> = { 'apollo-require-preflight': 'true' },
  ) =>
    world.request(`${world.ready[endpoint]}?query=${encodeURIComponent(query)}`, {
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
    });
  const site = (world: RunningWorld, token: string, code: 'CESTAS' | 'KELDA') =>
    ask(world, `{ site(id: "${world.siteId(code)}") { code } }`, token);
  return {
    wrongTenant: [
      {
        what: "another tenant's site is a site that does not exist",
        run: async (world) => expect((await site(world, world.people.operator.token, 'KELDA')).body).toEqual({ data: nothing }),
      },
    ],
    missingPermission: [
      { what: 'no credential is refused', run: async (world) => expectRefusal(await ask(world, whoAmI), 401, 'UNAUTHENTICATED') },
      {
        what: 'a field that the viewer may not use is FORBIDDEN',
        run: async (world) =>
          expectRefusal(await ask(world, '{ deadLetters { totalCount } }', world.people.operator.token), 403, 'FORBIDDEN'),
      },
    ],
    outOfScope: [
      {
        what: "a site that is not among the viewer's is a site that does not exist",
        run: async (world) => expect((await site(world, world.people.neighbour.token, 'CESTAS')).body).toEqual({ data: nothing }),
      },
    ],
    malformed: [
      {
        what: 'a request that a page elsewhere could make',
        run: async (world) => expectRefusal(await ask(world, whoAmI, world.people.operator.token, {}), 400, 'BAD_USER_INPUT'),
      },
      {
        what: 'a mutation',
        run: async (world) => {
          const mutation = `mutation { acknowledgeAlert(input: { id: "${world.siteId('CESTAS')}" }) { problems { code } } }`;
          const answer = await ask(world, mutation, world.people.operator.token);
          expectRefusal(answer, 405, 'BAD_USER_INPUT');
        },
      },
      {
        what: 'no query',
        run: async (world) => {
          const headers = { authorization: `Bearer ${world.people.operator.token}`, 'apollo-require-preflight': 'true' };
          expectRefusal(await world.request(world.ready[endpoint], { headers }), 400, 'BAD_USER_INPUT');
        },
      },
    ],
  };
}
