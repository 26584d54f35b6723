import { expect } from 'vitest';
import type { RunningCase, RunningEntryPoint } from './entry-point.ts';
import { speak, subscribing, type SpeakOptions } from './socket.ts';
import type { RunningWorld } from './world.ts';

const alertChanged = 'subscription ($siteId: ID, $after: String) { alertChanged(siteId: $siteId, after: $after) { cursor } }';

/** Subscriptions over graphql-ws. */
export function subscribed(): RunningEntryPoint['cases'] {
  const say = (world: RunningWorld, messages: readonly (string | Record<string, unknown>)[], options?: SpeakOptions) =>
    speak(world.ready.graphqlWs, messages, options);
  const refusedWith =
    (code: string) =>
    async (world: RunningWorld, token: string, query: string, variables: Record<string, unknown> = {}) => {
      const { messages } = await say(world, subscribing(token, query, variables), {
        enough: ({ type }) => type === 'error' || type === 'next' || type === 'complete',
      });
      expect(messages.at(-1)).toMatchObject({ type: 'error', payload: [{ extensions: { code } }] });
    };
  const closedWith = (
    what: string,
    code: number,
    messages: (world: RunningWorld) => Promise<readonly (string | Record<string, unknown>)[]>,
  ): RunningCase => ({
    what,
    run: async (world) => expect((await say(world, await messages(world))).end).toEqual({ closed: code }),
  });
  return {
    wrongTenant: [
      {
        what: "another tenant's tag shows no value",
        run: async (world) => {
          const { nodes } = (
            await world.people.foreigner.data<{ assets: { nodes: { tags: { id: string }[] }[] } }>(
              '{ assets(first: 1, where: { type: { eq: TURBINE } }) { nodes { tags { id } } } }',
            )
          ).assets;
          const query = 'subscription ($tagIds: [ID!]!) { telemetryFrames(tagIds: $tagIds) { tagIds values } }';
          await refusedWith('BAD_USER_INPUT')(world, world.people.operator.token, query, { tagIds: [nodes[0]?.tags[0]?.id] });
        },
      },
    ],
    missingPermission: [
      closedWith('no credential closes it with 4403', 4403, async () => subscribing(undefined, alertChanged)),
      closedWith('a bad token closes it with 4403', 4403, async () => subscribing('nonsense', alertChanged)),
      closedWith('an expired token closes it with 4403', 4403, async (world) => {
        const now = Math.floor(Date.now() / 1_000);
        return subscribing(await world.tokenLike({ iat: now - 3_600, exp: now - 60 }), alertChanged);
      }),
      closedWith('a token that expires closes it with 4401', 4401, async (world) =>
        subscribing(await world.tokenLike({ exp: Math.floor(Date.now() / 1_000) + 2 }), alertChanged),
      ),
      {
        what: 'the page of somebody else may not even connect',
        run: async (world) => {
          const headers = { origin: 'https://elsewhere.example' };
          expect((await say(world, subscribing(world.people.operator.token, alertChanged), { headers })).end).toEqual({ refused: 403 });
        },
      },
      {
        what: 'a subscription that the viewer may not use is FORBIDDEN',
        run: async (world) => {
          const storekeeper = await world.signIn('storekeeper@helios.test');
          const query = 'subscription { telemetryFrames(tagIds: []) { values } }';
          await refusedWith('FORBIDDEN')(world, storekeeper.token, query);
        },
      },
    ],
    outOfScope: [
      {
        what: "a tag of a site that is not among the viewer's shows no value",
        run: async (world) => {
          const { asset } = await world.people.operator.data<{ asset: { tags: { id: string }[] } }>(
            '{ asset(code: "INV-01") { tags { id } } }',
          );
          const query = 'subscription ($tagIds: [ID!]!) { telemetryFrames(tagIds: $tagIds) { tagIds values } }';
          await refusedWith('BAD_USER_INPUT')(world, world.people.neighbour.token, query, { tagIds: [asset.tags[0]?.id] });
        },
      },
    ],
    malformed: [
      closedWith('a message that is no JSON closes it with 4400', 4400, async () => ['{']),
      closedWith('a subscription before the introduction closes it with 4401', 4401, async (world) =>
        subscribing(world.people.operator.token, alertChanged).slice(1),
      ),
      closedWith('a message of more than 64 KiB closes it with 1009', 1009, async (world) => [
        ...subscribing(world.people.operator.token, alertChanged).slice(0, 1),
        { id: '1', type: 'subscribe', payload: { query: alertChanged, variables: { after: 'x'.repeat(64 * 1024) } } },
      ]),
      {
        what: 'a query does not go over it',
        run: async (world) => refusedWith('BAD_USER_INPUT')(world, world.people.operator.token, '{ viewer { email } }'),
      },
      {
        what: 'a cursor that is none',
        run: async (world) => refusedWith('BAD_USER_INPUT')(world, world.people.operator.token, alertChanged, { after: 'rubbish' }),
      },
      {
        what: 'a site that is none',
        run: async (world) => refusedWith('BAD_USER_INPUT')(world, world.people.operator.token, alertChanged, { siteId: 'CESTAS' }),
      },
      {
        what: 'a document that does not fit the graph',
        run: async (world) =>
          refusedWith('GRAPHQL_VALIDATION_FAILED')(world, world.people.operator.token, 'subscription { nobodyKnowsThis }'),
      },
      {
        what: 'another address',
        run: async (world) =>
          expect((await speak(world.ready.graphqlWs.replace('/graphql', '/elsewhere'), [])).end).toEqual({ refused: 404 }),
      },
    ],
  };
}
