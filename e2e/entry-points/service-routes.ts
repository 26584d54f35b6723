import { expect } from 'vitest';
import { subgraphNames } from '@dcmms/schema/read.ts';
import { signViewer, viewerHeader } from '@dcmms/runtime/viewer-token.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';
import type { RunningCase, RunningEntryPoint } from './entry-point.ts';
import { speak } from './socket.ts';
import type { RunningWorld } from './world.ts';

/** Nobody: what a token carries does not matter where the token itself is refused. */
const nobody: Viewer = {
  kind: 'person',
  userId: '0198a000-0000-7000-8000-000000000001',
  tenantId: '0198a000-0000-7000-8000-000000000002',
  tenantCode: 'nobody',
  email: 'nobody@nowhere.test',
  displayName: 'Nobody',
  roles: [],
  grants: new Map(),
  limits: new Map(),
  siteIds: [],
};

const fromToken = 'tenant, person and sites come from the signed viewer alone; the entities it asks for are cases of the subgraph itself';

/** What the gateway asks of a subgraph's service. */
export function fetched(): RunningEntryPoint['cases'] {
  const everywhere = (what: string, headers: (world: RunningWorld, subgraph: string) => Promise<Record<string, string>>): RunningCase => ({
    what,
    run: async (world) => {
      for (const subgraph of subgraphNames) {
        const { status, body } = await world.post(world.serviceUrl(subgraph), '{ __typename }', {
          headers: await headers(world, subgraph),
        });
        expect([subgraph, status, body.errors?.[0]?.extensions.code]).toEqual([subgraph, 401, 'UNAUTHENTICATED']);
      }
    },
  });
  return {
    wrongTenant: { cannotHappen: fromToken },
    missingPermission: [
      everywhere('no viewer is refused', async () => ({})),
      everywhere("a person's own token is refused", async (world) => ({
        authorization: `Bearer ${world.people.operator.token}`,
        [viewerHeader]: world.people.operator.token,
      })),
      everywhere('a viewer that somebody else signed is refused', async (_world, subgraph) => ({
        [viewerHeader]: await signViewer(nobody, new TextEncoder().encode('a key that is not the installation’s own'), subgraph),
      })),
      everywhere("another subgraph's viewer is refused", async (world, subgraph) => ({
        [viewerHeader]: await signViewer(nobody, world.viewerKey, subgraph === 'core' ? 'inventory' : 'core'),
      })),
      everywhere('a viewer of more than a minute ago is refused', async (world, subgraph) => ({
        [viewerHeader]: await signViewer(nobody, world.viewerKey, subgraph, Number.POSITIVE_INFINITY, Date.now() - 120_000),
      })),
      {
        what: 'a viewer of the gateway is not',
        run: async (world) => {
          const headers = { [viewerHeader]: await signViewer(nobody, world.viewerKey, 'core') };
          expect(await world.post(world.serviceUrl('core'), '{ __typename }', { headers })).toMatchObject({
            status: 200,
            body: { data: { __typename: 'Query' } },
          });
        },
      },
    ],
    outOfScope: { cannotHappen: fromToken },
    malformed: [
      {
        what: 'a body that is no request',
        run: async (world) => {
          for (const subgraph of subgraphNames) {
            const headers = { 'content-type': 'application/json', [viewerHeader]: await signViewer(nobody, world.viewerKey, subgraph) };
            const { status, body } = await world.request(world.serviceUrl(subgraph), { method: 'POST', headers, body: '{"query": 7}' });
            expect([subgraph, status, body.errors?.[0]?.extensions.code]).toEqual([subgraph, 400, 'BAD_USER_INPUT']);
          }
        },
      },
    ],
  };
}

/** The same over graphql-ws, for subscriptions. */
export function followed(): RunningEntryPoint['cases'] {
  const speakTo = (world: RunningWorld, subgraph: string, payload: Record<string, string>) =>
    speak(world.serviceUrl(subgraph).replace('http:', 'ws:'), [{ type: 'connection_init', payload }]);
  return {
    wrongTenant: { cannotHappen: fromToken },
    missingPermission: [
      {
        what: "no viewer, a person's own token and a viewer that somebody else signed close it with 4403",
        run: async (world) => {
          const stranger = await signViewer(nobody, new TextEncoder().encode('a key that is not the installation’s own'), 'core');
          for (const payload of [
            {},
            { authorization: `Bearer ${world.people.operator.token}` },
            { [viewerHeader]: world.people.operator.token },
            { [viewerHeader]: stranger },
          ]) {
            expect((await speakTo(world, 'core', payload)).end).toEqual({ closed: 4403 });
          }
        },
      },
    ],
    outOfScope: { cannotHappen: fromToken },
    malformed: [
      {
        what: 'a message that is no JSON closes it with 4400',
        run: async (world) => expect((await speak(world.serviceUrl('core').replace('http:', 'ws:'), ['{'])).end).toEqual({ closed: 4400 }),
      },
    ],
  };
}
