import type { ServiceMap } from '@apollo/gateway';
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Log } from '@dcmms/runtime/log.ts';
import { graphqlError } from '@dcmms/runtime/refusal.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';
import { newTraceId, GatewayRequest } from '../request.ts';
import { complete, type Delivery } from './completion.ts';
import { mergeFrames } from './mailbox.ts';
import type { LiveMetrics } from './metrics.ts';
import { cursorOf, type SubscriptionPlan } from './plan.ts';
import { StreamBehind, StreamLost, StreamRefused, type EventStream, type SubscriptionSource } from './source.ts';

/** Who gets a hub's events: a mailbox. */
export interface Member {
  deliver(delivery: Delivery): void;
  fail(errors: readonly GraphQLError[]): void;
  complete(): void;
}

/** The bounds of the live part; times in milliseconds. */
export interface LiveLimits {
  /** How long an upstream stays open without members: a page that is left and entered again does not open it anew. */
  readonly lingerMs: number;
  /** How many of its newest events a hub keeps for those who resume. */
  readonly recentMax: number;
  /** How many events are completed at the same time; delivery keeps their order. */
  readonly inFlightMax: number;
  /** How long the completion of one event may take. */
  readonly eventTimeoutMs: number;
  /** How long a lost upstream is tried again before its members are told. */
  readonly retryForMs: number;
}

/** What a hub needs from its surroundings. */
export interface Surroundings {
  readonly sources: ReadonlyMap<string, SubscriptionSource>;
  readonly services: ServiceMap;
  readonly limits: LiveLimits;
  readonly metrics: LiveMetrics;
  readonly log: Log;
}

export interface HubSettings extends Surroundings {
  readonly plan: SubscriptionPlan;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Any of the members: the key of the hub makes their authorities equal. */
  readonly viewer: Viewer;
  readonly authority: string;
  readonly onOver: (hub: Hub) => void;
}

interface Entry {
  readonly sequence: number;
  readonly cursor: string | undefined;
  delivery: Delivery | undefined;
}

/**
 * One upstream subscription and all clients that asked the same with the same authority: each event is completed once and handed
 * to every member, in order. After a break it goes on from its last cursor; where it cannot, its members are told instead of
 * being left with a gap.
 */
export class Hub {
  plan: SubscriptionPlan;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Settles when the upstream is open, rejects when the subgraph refuses. */
  readonly opened: Promise<void>;
  readonly #settings: HubSettings;
  readonly #members = new Map<Member, number>();
  readonly #watchers = new Set<() => void>();
  readonly #recent: Entry[] = [];
  #sequence = 0;
  #cursor: string | undefined;
  #inFlight = 0;
  #capacityWanted = () => {};
  #delivered: Promise<void> = Promise.resolve();
  #stream: EventStream | undefined;
  #wakeRetry = () => {};
  #linger: NodeJS.Timeout | undefined;
  #over = false;
  #failure: readonly GraphQLError[] | undefined;
  #rejectOpened = (_error: unknown) => {};
  /** The newest value of each tag of a stream of frames: what a client sees that joins late. */
  #snapshot: Delivery | undefined;

  constructor(settings: HubSettings) {
    this.#settings = settings;
    this.plan = settings.plan;
    this.variables = settings.variables;
    settings.metrics.hubs.inc();
    this.opened = new Promise((resolve, reject) => {
      this.#rejectOpened = reject;
      void this.#run(resolve);
    });
    this.opened.catch(() => undefined);
  }

  get members(): number {
    return this.#members.size;
  }

  /** Why it ended, if it did with errors. */
  get failure(): readonly GraphQLError[] | undefined {
    return this.#failure;
  }

  /** From the next event on; of readings also the newest of each tag, for some come rarely. */
  join(member: Member): void {
    this.#admit(member, this.#sequence + 1);
    if (this.#snapshot) member.deliver(this.#snapshot);
  }

  /**
   * From the event after `cursor` on, if the hub still knows it; what has come since is delivered at once.
   *
   * @returns Whether it does. If not, the caller catches up on its own and tries again.
   */
  joinAfter(cursor: string, member: Member): boolean {
    if (this.#over) return false;
    if (cursor === this.#cursor) {
      this.#admit(member, this.#sequence + 1);
      return true;
    }
    const index = this.#recent.findLastIndex((entry) => entry.cursor === cursor);
    const known = this.#recent[index];
    if (!known) return false;
    this.#admit(member, known.sequence + 1);
    // Those still being completed follow in their turn.
    for (const entry of this.#recent.slice(index + 1)) if (entry.delivery) member.deliver(entry.delivery);
    return true;
  }

  /** Calls `look` after each event, and keeps the hub alive meanwhile. */
  watch(look: () => void): () => void {
    this.#watchers.add(look);
    clearTimeout(this.#linger);
    return () => {
      if (this.#watchers.delete(look)) this.#lingerIfEmpty();
    };
  }

  leave(member: Member): void {
    if (!this.#members.delete(member)) return;
    this.#settings.metrics.members.dec();
    this.#lingerIfEmpty();
  }

  /** Ends the hub and, with errors or without, all its members. */
  end(errors?: readonly GraphQLError[]): void {
    if (this.#over) return;
    this.#over = true;
    this.#failure = errors;
    clearTimeout(this.#linger);
    this.#rejectOpened(new StreamRefused(errors ?? []));
    this.#wakeRetry();
    this.#capacityWanted();
    this.#stream?.return();
    this.#settings.metrics.hubs.dec();
    this.#settings.onOver(this);
    // After the events that are on their way.
    void this.#delivered.then(() => {
      for (const member of this.#members.keys()) {
        this.#settings.metrics.members.dec();
        if (errors) member.fail(errors);
        else member.complete();
      }
      this.#members.clear();
    });
    for (const look of this.#watchers) look();
  }

  #admit(member: Member, from: number): void {
    clearTimeout(this.#linger);
    this.#members.set(member, from);
    this.#settings.metrics.members.inc();
  }

  #lingerIfEmpty(): void {
    if (this.#over || this.#members.size > 0 || this.#watchers.size > 0) return;
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => this.end(), this.#settings.limits.lingerMs);
  }

  async #run(resolveOpened: () => void): Promise<void> {
    const { limits, log } = this.#settings;
    let wasOpen = false;
    let lostAtMs: number | undefined;
    let waitMs = 50;
    while (!this.#over) {
      try {
        const stream = await this.#open();
        if (this.#over) return stream.return();
        this.#stream = stream;
        wasOpen = true;
        resolveOpened();
        for (;;) {
          while (this.#inFlight >= limits.inFlightMax && !this.#over)
            await new Promise<void>((resolve) => (this.#capacityWanted = resolve));
          const step = await stream.next();
          if (this.#over) return;
          if (step.done) return this.end();
          lostAtMs = undefined;
          waitMs = 50;
          this.#append(step.value);
        }
      } catch (error) {
        if (this.#over) return;
        if (error instanceof StreamRefused && !(wasOpen && error.isPassing)) return this.end(error.errors);
        const resumes = this.#cursor !== undefined || this.plan.frames !== undefined || !wasOpen;
        lostAtMs ??= Date.now();
        if (!resumes || Date.now() - lostAtMs > limits.retryForMs) {
          log.warn({ err: error, field: this.plan.responseName }, 'a live stream was lost and cannot go on');
          return this.end([
            graphqlError(
              'UNAVAILABLE',
              'The stream was interrupted and events may have been missed. Read again what you show, then subscribe again.',
            ),
          ]);
        }
        if (error instanceof StreamBehind) continue;
        if (!(error instanceof StreamLost)) log.error({ err: error }, 'a live stream failed');
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, waitMs);
          this.#wakeRetry = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        waitMs = Math.min(waitMs * 2, 2_000);
      }
    }
  }

  #open(): Promise<EventStream> {
    return openUpstream({ ...this.#settings, plan: this.plan }, this.#cursor);
  }

  #append(event: ExecutionResult): void {
    const { limits, metrics } = this.#settings;
    this.#sequence += 1;
    const cursor = cursorOf(this.plan, event.data);
    if (cursor !== undefined) this.#cursor = cursor;
    metrics.events.inc();
    if (this.#members.size === 0 && this.#watchers.size === 0 && !this.plan.frames) {
      // Nobody to complete it for; who resumes from before it must read it on their own.
      this.#recent.length = 0;
      return;
    }
    const entry: Entry = { sequence: this.#sequence, cursor, delivery: undefined };
    this.#recent.push(entry);
    if (this.#recent.length > limits.recentMax) this.#recent.shift();
    this.#inFlight += 1;
    const completed = this.#complete(event);
    const deliver = async () => {
      const delivery = await completed;
      entry.delivery = delivery;
      if (this.plan.frames && !delivery.result.errors)
        this.#snapshot = this.#snapshot ? mergeFrames(this.plan, this.#snapshot, delivery) : delivery;
      this.#inFlight -= 1;
      this.#capacityWanted();
      for (const [member, from] of this.#members) if (entry.sequence >= from) member.deliver(delivery);
      metrics.deliveries.inc(this.#members.size);
    };
    this.#delivered = this.#delivered.then(deliver).catch((error: unknown) => {
      // A gap nobody is told of would be worse than an end.
      this.#settings.log.error({ err: error }, 'an event could not be delivered');
      this.end([graphqlError('UNAVAILABLE', 'The stream was interrupted. Subscribe again with the last cursor seen as `after`.')]);
    });
    for (const look of this.#watchers) look();
  }

  #complete(event: ExecutionResult): Promise<Delivery> {
    return completeEvent({ ...this.#settings, plan: this.plan }, event);
  }
}

/** Opens the upstream of a plan, from a cursor on if there is one. */
export function openUpstream(
  asked: Surroundings & Pick<HubSettings, 'plan' | 'variables' | 'viewer' | 'authority'>,
  cursor: string | undefined,
): Promise<EventStream> {
  const { plan, variables } = asked;
  const leg = cursor !== undefined && plan.resume ? plan.resume : plan.live;
  const source = asked.sources.get(leg.service);
  if (!source) throw new Error(`no source of events for ${leg.service}`);
  const all: Readonly<Record<string, unknown>> = { ...variables, ...(cursor === undefined ? {} : { [plan.resumeVariable]: cursor }) };
  const traceId = newTraceId();
  return source.open({
    query: leg.query,
    operationName: leg.operationName,
    variables: Object.fromEntries(leg.variables.filter((name) => name in all).map((name) => [name, all[name]])),
    viewer: asked.viewer,
    authority: asked.authority,
    requestId: traceId,
    traceId,
  });
}

/** Completes one event for whoever has the authority. */
export async function completeEvent(
  asked: Surroundings & Pick<HubSettings, 'plan' | 'variables' | 'viewer'>,
  event: ExecutionResult,
): Promise<Delivery> {
  const { plan, variables, viewer, limits, metrics, services, log } = asked;
  const started = performance.now();
  // The sockets watch over their own tokens; a hub is shared by several.
  const request = new GatewayRequest({ viewer, expiresAtMs: Number.POSITIVE_INFINITY, timeoutMs: limits.eventTimeoutMs });
  const delivery = await complete(plan, event, variables, services, request, log);
  metrics.completion.observe((performance.now() - started) / 1_000);
  return delivery;
}
