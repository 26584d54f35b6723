import { randomBytes } from 'node:crypto';
import { signViewer, verifyViewer } from '@dcmms/runtime/viewer-token.ts';
import type { Scope, Viewer } from '@dcmms/runtime/viewer.ts';
import { decodeJwt } from 'jose';
import { Unauthenticated, type AuthorityChange, type Identity } from '../identity/identity.ts';

export const helios = '0199c000-0000-7000-8000-000000000001';
export const borealis = '0199c000-0000-7000-8000-000000000002';

/** A person of a test: permissions are all-wide unless a scope is given. */
export function person(
  number: number,
  permissions: readonly string[] | Readonly<Record<string, readonly Scope[]>>,
  tenantId = helios,
): Viewer {
  const grants: [string, readonly Scope[]][] = Array.isArray(permissions)
    ? permissions.map((permission: string) => [permission, ['all']])
    : Object.entries(permissions);
  return {
    kind: 'person',
    userId: `0199c000-0000-7000-8000-1000000000${String(number).padStart(2, '0')}`,
    tenantId,
    tenantCode: tenantId === helios ? 'helios' : 'borealis',
    email: `person${number}@${tenantId === helios ? 'helios' : 'borealis'}.test`,
    displayName: `Person ${number}`,
    roles: [],
    grants: new Map(grants),
    limits: new Map(),
    siteIds: [],
  };
}

/** An identity whose bearer tokens carry the viewer themselves, signed: the gateway's other parts need no more of one. */
export class SignedPeople implements Identity {
  readonly #key = randomBytes(32);
  readonly #listeners = new Set<(change: AuthorityChange) => void>();
  readonly #changed = new Map<string, Viewer | undefined>();

  /** `Bearer …` for a person, good for a minute or for less. */
  async bearer(viewer: Viewer, lifeMs = 60_000): Promise<string> {
    return `Bearer ${await signViewer(viewer, this.#key, 'gateway', Date.now() + lifeMs)}`;
  }

  /** Gives a person other rights from now on, or none. */
  change(viewer: Viewer, now: Viewer | undefined): void {
    this.#changed.set(viewer.userId, now);
    for (const listener of this.#listeners) listener({ tenantId: viewer.tenantId, userId: viewer.userId });
  }

  async authenticate(authorization: string | undefined) {
    const token = /^bearer (.+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new Unauthenticated('Send a bearer token.');
    try {
      const viewer = await verifyViewer(token, this.#key, 'gateway');
      return { viewer, expiresAtMs: (decodeJwt(token).exp ?? 0) * 1_000 };
    } catch {
      throw new Unauthenticated('The token is not valid. Sign in again.');
    }
  }

  async refresh(viewer: Viewer): Promise<Viewer | undefined> {
    return this.#changed.has(viewer.userId) ? this.#changed.get(viewer.userId) : viewer;
  }

  onChange(listener: (change: AuthorityChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async ready() {
    return [{ part: 'identity', ok: true }];
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }
}
