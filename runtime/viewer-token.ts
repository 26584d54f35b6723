import { createHmac } from 'node:crypto';
import { decodeJwt, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { Lru } from './lru.ts';
import type { Scope, Viewer } from './viewer.ts';

/** The header in which the gateway tells a subgraph who asks. */
export const viewerHeader = 'dcmms-viewer';

/** How long a viewer token is good for; a subgraph refuses one that claims more (design §6.9). */
export const viewerTokenLifeMs = 60_000;

const issuer = 'dcmms-gateway';

/** The key of viewer tokens of one installation, derived so that no two uses of the secret share a key. */
export function viewerTokenKey(secret: string): Uint8Array {
  return createHmac('sha256', secret).update('viewer-token').digest();
}

/**
 * Signs who asks for one subgraph.
 *
 * @param audience The subgraph's name: a token for one is no good at another.
 * @param expiresAtMs When the person's own token ends; the viewer token never outlives it. Epoch milliseconds.
 */
export async function signViewer(
  viewer: Viewer,
  key: Uint8Array,
  audience: string,
  expiresAtMs = Number.POSITIVE_INFINITY,
  nowMs = Date.now(),
): Promise<string> {
  const expires = Math.min(nowMs + viewerTokenLifeMs, expiresAtMs);
  return new SignJWT({ viewer: compact(viewer) })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(viewer.userId)
    .setIssuedAt(Math.floor(nowMs / 1_000))
    .setExpirationTime(Math.floor(expires / 1_000))
    .sign(key);
}

/**
 * Reads a viewer token back.
 *
 * @throws when it is not ours, not for this subgraph, too old, or claims to live longer than a minute.
 */
export async function verifyViewer(token: string, key: Uint8Array, audience: string, now = new Date()): Promise<Viewer> {
  const { payload } = await jwtVerify(token, key, {
    issuer,
    audience,
    algorithms: ['HS256'],
    requiredClaims: ['exp', 'iat', 'sub'],
    maxTokenAge: viewerTokenLifeMs / 1_000,
    clockTolerance: 5,
    currentDate: now,
  });
  return expand(compactViewer.parse(payload['viewer']));
}

/**
 * Reads viewer tokens as a subgraph does for every fetch: a token that was read before is not read again while it is good, for the
 * gateway sends the same one with all that a person asks within some seconds.
 */
export function createViewerReader(key: Uint8Array, audience: string): (token: string) => Promise<Viewer> {
  const read = new Lru<string, { readonly viewer: Viewer; readonly untilMs: number }>(2_000);
  return async (token) => {
    const known = read.get(token);
    if (known && known.untilMs > Date.now()) return known.viewer;
    const viewer = await verifyViewer(token, key, audience);
    read.set(token, { viewer, untilMs: (decodeJwt(token).exp ?? 0) * 1_000 });
    return viewer;
  };
}

const scopeLetters = { all: 'a', sites: 's', assigned: 'g', own: 'o' } as const satisfies Record<Scope, string>;

const scopeOf = new Map<string, Scope>([
  ['a', 'all'],
  ['s', 'sites'],
  ['g', 'assigned'],
  ['o', 'own'],
]);

/** A viewer with a hundred grants in some 3 KiB: scopes are letters, and permissions with the same scopes stand together. */
const compactViewer = z.strictObject({
  u: z.uuid(),
  t: z.uuid(),
  c: z.string(),
  e: z.string(),
  d: z.string(),
  r: z.array(z.tuple([z.string(), z.string(), z.string()])),
  g: z.record(z.string().regex(/^[asgo]+$/), z.array(z.string())),
  l: z.record(z.string(), z.record(z.string(), z.unknown())),
  s: z.array(z.uuid()),
});

function compact(viewer: Viewer): z.infer<typeof compactViewer> {
  const grants: Record<string, string[]> = {};
  for (const [permission, scopes] of viewer.grants) {
    const letters = scopes.map((scope) => scopeLetters[scope]).join('');
    if (letters) (grants[letters] ??= []).push(permission);
  }
  return {
    u: viewer.userId,
    t: viewer.tenantId,
    c: viewer.tenantCode,
    e: viewer.email,
    d: viewer.displayName,
    r: viewer.roles.map((role) => [role.id, role.name, role.displayName]),
    g: grants,
    l: Object.fromEntries([...viewer.limits].map(([permission, limit]) => [permission, { ...limit }])),
    s: [...viewer.siteIds],
  };
}

function expand(parts: z.infer<typeof compactViewer>): Viewer {
  return {
    kind: 'person',
    userId: parts.u,
    tenantId: parts.t,
    tenantCode: parts.c,
    email: parts.e,
    displayName: parts.d,
    roles: parts.r.map(([id, name, displayName]) => ({ id, name, displayName })),
    grants: new Map(
      Object.entries(parts.g).flatMap(([letters, permissions]) => {
        const scopes = [...letters].flatMap((letter) => scopeOf.get(letter) ?? []);
        return permissions.map((permission): [string, readonly Scope[]] => [permission, scopes]);
      }),
    ),
    limits: new Map(Object.entries(parts.l)),
    siteIds: parts.s,
  };
}
