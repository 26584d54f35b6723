import { graphqlError } from '@dcmms/runtime/refusal.ts';
import type { GraphQLError } from 'graphql';
import { Delivery } from './completion.ts';
import type { SubscriptionPlan } from './plan.ts';

/** Where a mailbox writes to: one client's socket, which other subscriptions write to as well. */
export interface Outlet {
  /** Whether it takes another message now, or has too many unsent bytes. */
  readonly ready: boolean;
  send(delivery: Delivery): void;
  /** Calls once, when it is ready again. */
  onceReady(wake: () => void): void;
}

export interface MailboxSettings {
  readonly plan: Pick<SubscriptionPlan, 'frames' | 'responseName'>;
  readonly outlet: Outlet;
  /** How many events may wait for a slow client; frames of readings never do, the newest value of each tag does. */
  readonly waitingMax: number;
  /** Told of each event that is not delivered as it was: merged into a newer one, or refused by a full box. */
  readonly onDropped?: ((count: number) => void) | undefined;
}

/**
 * What waits for one subscription of one client. Written straight through while the client keeps up; bounded when it does not:
 * a stream of events is ended with an error after what waits was delivered (the client resumes with its last cursor), a stream of
 * frames keeps the newest value of each tag.
 */
export class Mailbox {
  /** Settles when the subscription is over and all that waited has gone out; rejects with what to tell the client. */
  readonly ended: Promise<void>;
  readonly #settings: MailboxSettings;
  readonly #waiting: Delivery[] = [];
  readonly #roomWanted: (() => void)[] = [];
  #resolveEnded = () => {};
  #rejectEnded = (_errors: StreamEnded) => {};
  #ending: 'no' | 'complete' | StreamEnded = 'no';
  #closed = false;
  #draining = false;

  constructor(settings: MailboxSettings) {
    this.#settings = settings;
    this.ended = new Promise((resolve, reject) => {
      this.#resolveEnded = resolve;
      this.#rejectEnded = reject;
    });
    // Whoever does not listen (a client that left) must not turn the refusal into an unhandled rejection.
    this.ended.catch(() => undefined);
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  deliver(delivery: Delivery): void {
    if (this.#closed || this.#ending !== 'no') return;
    const { outlet, plan, waitingMax, onDropped } = this.#settings;
    if (this.#waiting.length === 0 && outlet.ready) {
      outlet.send(delivery);
      return;
    }
    const last = this.#waiting.at(-1);
    if (plan.frames && last) {
      this.#waiting[this.#waiting.length - 1] = mergeFrames(plan, last, delivery);
      onDropped?.(1);
    } else if (this.#waiting.length >= waitingMax) {
      onDropped?.(1);
      this.fail([
        graphqlError(
          'RATE_LIMITED',
          `${waitingMax} events wait for this client already. Subscribe again with the last cursor seen as \`after\`.`,
        ),
      ]);
    } else {
      this.#waiting.push(delivery);
      this.#drainWhenReady();
    }
  }

  /** Settles as soon as nothing waits: a catch-up goes at the client's pace. */
  room(): Promise<void> {
    if (this.#closed || (this.#waiting.length === 0 && this.#settings.outlet.ready)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#roomWanted.push(resolve);
      this.#drainWhenReady();
    });
  }

  /** Ends the subscription with errors, after what waits. */
  fail(errors: readonly GraphQLError[]): void {
    this.#end(new StreamEnded(errors));
  }

  /** Ends the subscription, after what waits. */
  complete(): void {
    this.#end('complete');
  }

  /** The client has left: nothing more goes out. */
  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
    this.#giveRoom();
    this.#resolveEnded();
  }

  #end(how: 'complete' | StreamEnded): void {
    if (this.#ending !== 'no') return;
    this.#ending = how;
    if (this.#waiting.length === 0) this.#settle();
  }

  #settle(): void {
    this.#closed = true;
    this.#giveRoom();
    if (this.#ending instanceof StreamEnded) this.#rejectEnded(this.#ending);
    else this.#resolveEnded();
  }

  #giveRoom(): void {
    for (const resolve of this.#roomWanted.splice(0)) resolve();
  }

  #drainWhenReady(): void {
    if (this.#draining) return;
    this.#draining = true;
    this.#settings.outlet.onceReady(() => {
      this.#draining = false;
      this.#drain();
    });
  }

  #drain(): void {
    if (this.#closed) return;
    const { outlet } = this.#settings;
    while (outlet.ready) {
      const next = this.#waiting.shift();
      if (!next) break;
      outlet.send(next);
    }
    if (this.#waiting.length > 0) return this.#drainWhenReady();
    if (this.#ending !== 'no') this.#settle();
    else if (outlet.ready) this.#giveRoom();
    else if (this.#roomWanted.length > 0) this.#drainWhenReady();
  }
}

/** A subscription that ends with errors for the client. */
export class StreamEnded extends Error {
  override readonly name = 'StreamEnded';
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super(errors.map((error) => error.message).join('; '));
    this.errors = errors;
  }
}

/**
 * Two frames as one: the newer value of each tag, the tags of the newer frame last. A frame that came with errors, or whose arrays
 * are not parallel, replaces the older one as it is.
 */
export function mergeFrames(plan: Pick<SubscriptionPlan, 'frames' | 'responseName'>, older: Delivery, newer: Delivery): Delivery {
  const from = frameOf(older, plan.responseName);
  const to = frameOf(newer, plan.responseName);
  if (!from || !to || !older.tags || !newer.tags || !plan.frames) return newer;
  const renewed = new Set(newer.tags);
  const kept = older.tags.flatMap((tag, index) => (renewed.has(tag) ? [] : [index]));
  const merged: Record<string, unknown> = { ...to };
  for (const key of plan.frames.listKeys) {
    const olderList = from[key];
    const newerList = to[key];
    if (!Array.isArray(olderList) || !Array.isArray(newerList)) return newer;
    if (olderList.length !== older.tags.length || newerList.length !== newer.tags.length) return newer;
    merged[key] = [...kept.map((index): unknown => olderList[index]), ...(newerList as unknown[])];
  }
  const tags = [...kept.flatMap((index) => older.tags?.[index] ?? []), ...newer.tags];
  return new Delivery({ ...newer.result, data: { ...newer.result.data, [plan.responseName]: merged } }, tags);
}

function frameOf(delivery: Delivery, responseName: string): Record<string, unknown> | undefined {
  const frame: unknown = delivery.result.errors ? undefined : delivery.result.data?.[responseName];
  return typeof frame === 'object' && frame !== null ? { ...frame } : undefined;
}
