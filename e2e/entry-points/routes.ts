import type { RunningEntryPoint } from './entry-point.ts';
import { got, posted } from './graph-routes.ts';
import { fetched, followed } from './service-routes.ts';
import { byCookie, callbacks, ended, login, looked, openedByCookie, signedOut } from './session-routes.ts';
import { subscribed } from './socket-routes.ts';

const shownToAll = 'it shows the state of a process and no row of any tenant';
const health: RunningEntryPoint['cases'] = {
  wrongTenant: { cannotHappen: shownToAll },
  missingPermission: { cannotHappen: shownToAll },
  outOfScope: { cannotHappen: shownToAll },
  malformed: { cannotHappen: 'it reads nothing of the request' },
};

const saysNothing = 'it sends everybody to the same page and says nothing';
const farewell: RunningEntryPoint['cases'] = {
  wrongTenant: { cannotHappen: saysNothing },
  missingPermission: { cannotHappen: saysNothing },
  outOfScope: { cannotHappen: saysNothing },
  malformed: { cannotHappen: 'it reads nothing of the request' },
};

/** Every route of the gateway, of subgraph services and of the bridge, with what comes of those who have no business there. */
export const routeEntryPoints: readonly RunningEntryPoint[] = [
  { kind: 'route', name: 'gateway POST /graphql', cases: byCookie(posted('graphql'), 'POST') },
  { kind: 'route', name: 'gateway GET /graphql', cases: byCookie(got('graphql'), 'GET') },
  { kind: 'route', name: 'gateway POST /partner/graphql', cases: posted('partnerGraphql') },
  { kind: 'route', name: 'gateway GET /partner/graphql', cases: got('partnerGraphql') },
  { kind: 'route', name: 'gateway WS /graphql', cases: openedByCookie(subscribed()) },
  { kind: 'route', name: 'gateway GET /auth/login', cases: login() },
  { kind: 'route', name: 'gateway GET /auth/callback', cases: callbacks() },
  { kind: 'route', name: 'gateway GET /auth/signed-out', cases: farewell },
  { kind: 'route', name: 'gateway GET /auth/session', cases: looked('/auth/session') },
  { kind: 'route', name: 'gateway GET /auth/sessions', cases: looked('/auth/sessions') },
  { kind: 'route', name: 'gateway DELETE /auth/sessions/:id', cases: ended() },
  { kind: 'route', name: 'gateway POST /auth/logout', cases: signedOut() },
  { kind: 'route', name: 'subgraph POST /graphql', cases: fetched() },
  { kind: 'route', name: 'subgraph WS /graphql', cases: followed() },
  ...['gateway', 'subgraph', 'bridge'].flatMap((part) =>
    ['/health', '/ready', '/metrics'].map((path): RunningEntryPoint => ({ kind: 'route', name: `${part} GET ${path}`, cases: health })),
  ),
];
