import type { Scope } from '@dcmms/runtime/viewer.ts';

/** A permission as one role grants it. */
export interface Grant {
  readonly permission: string;
  readonly scope: Scope;
  /** What narrows it, for example `{ max_amount: 25000 }`; null for no limit. */
  readonly constraints: Readonly<Record<string, unknown>> | null;
}

export interface Authority {
  readonly grants: ReadonlyMap<string, readonly Scope[]>;
  readonly limits: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/**
 * What several roles grant together: the union of their scopes and, of each limit, the widest. A role that does not limit a
 * permission lifts the limits of all others.
 */
export function widest(grants: readonly Grant[]): Authority {
  const scopes = new Map<string, Set<Scope>>();
  const limits = new Map<string, Readonly<Record<string, unknown>> | null>();
  for (const { permission, scope, constraints } of grants) {
    const held = scopes.get(permission);
    if (held) held.add(scope);
    else scopes.set(permission, new Set([scope]));
    const before = limits.get(permission);
    limits.set(permission, before === undefined ? constraints : wider(before, constraints));
  }
  return {
    grants: new Map([...scopes].map(([permission, held]) => [permission, [...held]])),
    limits: new Map(
      [...limits].flatMap(([permission, limit]) => (limit && Object.keys(limit).length > 0 ? [[permission, limit] as const] : [])),
    ),
  };
}

function wider(
  a: Readonly<Record<string, unknown>> | null,
  b: Readonly<Record<string, unknown>> | null,
): Readonly<Record<string, unknown>> | null {
  if (a === null || b === null) return null;
  const shared = Object.keys(a).filter((key) => key in b);
  return Object.fromEntries(shared.map((key) => [key, widerValue(a[key], b[key])]));
}

function widerValue(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return Math.max(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return [...new Set<unknown>([...(a as unknown[]), ...(b as unknown[])])];
  // Of two limits that cannot be compared neither may be widened.
  return a;
}
