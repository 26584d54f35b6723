import type { RunningEntryPoint } from './entry-point.ts';
import { got, posted } from './graph-routes.ts';
import { fetched, followed } from './service-routes.ts';
import { subscribed } from './socket-routes.ts';

const shownToAll = 'it shows the state of a process and no row of any tenant';
const health: RunningEntryPoint['cases'] = {
  wrongTenant: { cannotHappen: shownToAll },
  missingPermission: { cannotHappen: shownToAll },
  outOfScope: { cannotHappen: shownToAll },
  malformed: { cannotHappen: 'it reads nothing of the request' },
};

/** Every route of the gateway, of subgraph services and of the bridge, with what comes of those who have no business there. */
export const routeEntryPoints: readonly RunningEntryPoint[] = [
  { kind: 'route', name: 'gateway POST /graphql', cases: posted('graphql') },
  { kind: 'route', name: 'gateway GET /graphql', cases: got('graphql') },
  { kind: 'route', name: 'gateway POST /partner/graphql', cases: posted('partnerGraphql') },
  { kind: 'route', name: 'gateway GET /partner/graphql', cases: got('partnerGraphql') },
  { kind: 'route', name: 'gateway WS /graphql', cases: subscribed() },
  { kind: 'route', name: 'subgraph POST /graphql', cases: fetched() },
  { kind: 'route', name: 'subgraph WS /graphql', cases: followed() },
  ...['gateway', 'subgraph', 'bridge'].flatMap((part) =>
    ['/health', '/ready', '/metrics'].map((path): RunningEntryPoint => ({ kind: 'route', name: `${part} GET ${path}`, cases: health })),
  ),
];
