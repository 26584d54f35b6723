import { createHash } from 'node:crypto';
import { parse, print, validate } from 'graphql';
import { graphqlError } from '@dcmms/runtime/refusal.ts';
import { authorityKey, dependsOnPerson, type Viewer } from '@dcmms/runtime/viewer.ts';
import { Lru } from '@dcmms/runtime/lru.ts';
import { CatchUp, type PacedMember } from './catch-up.ts';
import type { Generation } from './generation.ts';
import { Hub, type Surroundings } from './hub.ts';
import { askSubscription, type AskedSubscription, type SubscriptionPlan } from './plan.ts';

/** How long streams that a new schema changes are kept at most, spread so that their clients do not all come back at once. */
const reloadJitterMs = 30_000;

/**
 * All hubs of one gateway. Those who ask the same (document, variables without `after`) with the same authority share one; whose
 * answers may depend on the person shares with nobody else.
 */
export class Hubs {
  readonly #surroundings: Surroundings;
  readonly #hubs = new Map<string, Hub>();
  /** Hubs of the schema before, which a new one answers differently. */
  readonly #leaving = new Map<Hub, NodeJS.Timeout>();
  readonly #authorities = new WeakMap<Viewer, { shared: string; own: string }>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  get size(): number {
    return this.#hubs.size;
  }

  /**
   * Makes a client a member.
   *
   * @returns What takes it out again.
   * @throws StreamRefused when the subgraph says no at once.
   */
  async join(asked: AskedSubscription, viewer: Viewer, member: PacedMember): Promise<() => void> {
    const { plan, variables, after } = asked;
    const authority = this.#authorityOf(viewer, plan);
    const key = keyOf(plan, variables, authority);
    const hub = this.#hubs.get(key) ?? this.#open(key, plan, variables, viewer, authority);
    if (after === undefined || !plan.resume) {
      hub.join(member);
      const leave = () => hub.leave(member);
      await hub.opened.catch((error: unknown) => {
        leave();
        throw error;
      });
      return leave;
    }
    if (hub.joinAfter(after, member)) return () => hub.leave(member);
    const catchUp = new CatchUp({ ...this.#surroundings, plan, variables, viewer, authority }, hub, member, after);
    return () => catchUp.leave();
  }

  /**
   * Takes over a new schema without a stampede: a hub whose upstream and completion stay the same goes on unnoticed, any other
   * ends within half a minute and its clients subscribe again. Of the schema before the last nothing is kept.
   */
  reload(generation: Generation): void {
    for (const [hub, timer] of this.#leaving) {
      clearTimeout(timer);
      hub.end([schemaChanged()]);
    }
    this.#leaving.clear();
    const plans = new Lru<string, SubscriptionPlan>(10_000);
    for (const [key, hub] of this.#hubs) {
      const plan = replan(hub, generation, plans);
      if (plan) {
        hub.plan = plan;
        continue;
      }
      this.#hubs.delete(key);
      this.#leaving.set(
        hub,
        setTimeout(() => hub.end([schemaChanged()]), Math.random() * reloadJitterMs),
      );
    }
  }

  close(): void {
    for (const hub of [...this.#hubs.values(), ...this.#leaving.keys()])
      hub.end([graphqlError('UNAVAILABLE', 'The gateway is closing. Subscribe again.')]);
  }

  #open(key: string, plan: SubscriptionPlan, variables: Readonly<Record<string, unknown>>, viewer: Viewer, authority: string): Hub {
    const hub = new Hub({
      ...this.#surroundings,
      plan,
      variables,
      viewer,
      authority,
      onOver: (over) => {
        if (this.#hubs.get(key) === over) this.#hubs.delete(key);
        clearTimeout(this.#leaving.get(over));
        this.#leaving.delete(over);
      },
    });
    this.#hubs.set(key, hub);
    return hub;
  }

  /**
   * What two viewers must have in common to get one and the same result. Where the schema marks the fields that look at the person,
   * a subscription without one is shared by all whose right to read reaches no further than theirs; else by nobody whose rights
   * look at the person in any way.
   */
  #authorityOf(viewer: Viewer, plan: SubscriptionPlan): string {
    let known = this.#authorities.get(viewer);
    if (!known) {
      const shared = createHash('sha256').update(authorityKey(viewer)).digest('base64url');
      known = { shared, own: `${shared} ${viewer.userId}` };
      this.#authorities.set(viewer, known);
    }
    const isPersonal = plan.personal === undefined ? dependsOnPerson(viewer) : plan.personal || readsPersonally(viewer);
    return isPersonal ? known.own : known.shared;
  }
}

/** A subscription only reads: rights to change something say nothing about what it shows, but in fields that are marked. */
function readsPersonally(viewer: Viewer): boolean {
  return [...viewer.grants].some(
    ([permission, scopes]) => permission.startsWith('read:') && (scopes.includes('assigned') || scopes.includes('own')),
  );
}

function keyOf(plan: SubscriptionPlan, variables: Readonly<Record<string, unknown>>, authority: string): string {
  const sorted = JSON.stringify(variables, (_name, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(plan.text).update('\0').update(sorted).update('\0').update(authority).digest('base64url');
}

/** The plan of a hub's document under a new schema, if it asks the subgraphs exactly the same. */
function replan(hub: Hub, generation: Generation, plans: Lru<string, SubscriptionPlan>): SubscriptionPlan | undefined {
  try {
    const document = parse(hub.plan.text);
    if (validate(generation.apiSchema, document).length > 0) return undefined;
    const { plan } = askSubscription(generation, document, undefined, hub.variables, plans);
    const same =
      JSON.stringify([plan.live, plan.resume, plan.completion]) === JSON.stringify([hub.plan.live, hub.plan.resume, hub.plan.completion]);
    return same && print(plan.document) === print(hub.plan.document) ? plan : undefined;
  } catch {
    return undefined;
  }
}

function schemaChanged() {
  return graphqlError('UNAVAILABLE', 'The schema has changed. Subscribe again.');
}
