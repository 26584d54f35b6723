/** Where a grant reaches: every row of the tenant, the viewer's sites, what is assigned to them, what is theirs. */
export type Scope = 'all' | 'sites' | 'assigned' | 'own';

/** Who asks, as the gateway verified it: a person of one tenant. Travels to a subgraph in process or as a signed token. */
export interface Viewer {
  readonly kind: 'person';
  readonly userId: string;
  readonly tenantId: string;
  /** The tenant's human code, as in topics and issuers: `helios`. */
  readonly tenantCode: string;
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly ViewerRole[];
  /** Permission (`action:resource`) to the union of the scopes that the viewer's unexpired roles grant. */
  readonly grants: ReadonlyMap<string, readonly Scope[]>;
  /** Limits of a grant, the widest of the viewer's roles, for example `{ max_amount: 25000 }`. */
  readonly limits: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** The sites of `user_sites` that a `sites` scope covers. */
  readonly siteIds: readonly string[];
}

export interface ViewerRole {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
}

/** A part of the system that acts for a tenant without a person: the bridge, a periodic job. It may do everything within the tenant. */
export interface SystemActor {
  readonly kind: 'system';
  readonly tenantId: string;
  /** The acting part, as the audit shows it: `bridge`. */
  readonly name: string;
}

export type Actor = Viewer | SystemActor;

/** Identifies an authority: two viewers with equal keys may share a result that looks at tenant, grants, their limits and sites but not at the person. */
export function authorityKey(viewer: Viewer): string {
  const grants = [...viewer.grants].map(([permission, scopes]) => `${permission}=${[...scopes].sort().join('+')}`).sort();
  const limits = [...viewer.limits].map(
    ([permission, limit]) => [permission, Object.entries(limit).sort(([a], [b]) => (a < b ? -1 : 1))] as const,
  );
  limits.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([viewer.tenantId, grants, limits, [...viewer.siteIds].sort()]);
}

/** True when every answer to the viewer may depend on the person itself, so that nothing may be shared with another person. */
export function dependsOnPerson(viewer: Viewer): boolean {
  return [...viewer.grants.values()].some((scopes) => scopes.includes('assigned') || scopes.includes('own'));
}
