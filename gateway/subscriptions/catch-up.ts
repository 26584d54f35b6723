import { graphqlError } from '@dcmms/runtime/refusal.ts';
import { cursorOf } from './plan.ts';
import { completeEvent, openUpstream, type Hub, type Member, type HubSettings, type Surroundings } from './hub.ts';
import { StreamBehind, StreamRefused, type EventStream } from './source.ts';

export type CatchUpSettings = Surroundings & Pick<HubSettings, 'plan' | 'variables' | 'viewer' | 'authority'>;

/** A member that can say when it is ready for more. */
export interface PacedMember extends Member {
  room(): Promise<void>;
}

/**
 * Reads for one client what came after its cursor, at the client's own pace, until it meets an event that the hub knows too; from
 * there the hub serves it like everybody else. Both streams have the same order and one cursor per event, so nothing is missed,
 * nothing comes twice, and the order is kept.
 */
export class CatchUp {
  readonly #settings: CatchUpSettings;
  readonly #hub: Hub;
  readonly #member: PacedMember;
  readonly #unwatch: () => void;
  #last: string;
  #stream: EventStream | undefined;
  #state: 'reading' | 'joined' | 'left' = 'reading';
  #wake = () => {};

  constructor(settings: CatchUpSettings, hub: Hub, member: PacedMember, after: string) {
    this.#settings = settings;
    this.#hub = hub;
    this.#member = member;
    this.#last = after;
    settings.metrics.catchingUp.inc();
    this.#unwatch = hub.watch(() => this.#tryToJoin());
    void this.#run();
  }

  /** The client has left. */
  leave(): void {
    if (this.#state === 'joined') this.#hub.leave(this.#member);
    else this.#stop('left');
  }

  #tryToJoin(): void {
    if (this.#state !== 'reading') return;
    if (this.#hub.failure) {
      this.#member.fail(this.#hub.failure);
      this.#stop('left');
    } else if (this.#hub.joinAfter(this.#last, this.#member)) this.#stop('joined');
  }

  #stop(state: 'joined' | 'left'): void {
    if (this.#state !== 'reading') return;
    this.#state = state;
    this.#settings.metrics.catchingUp.dec();
    this.#unwatch();
    this.#wake();
    this.#stream?.return();
  }

  async #run(): Promise<void> {
    const { limits, log, plan } = this.#settings;
    let lostAtMs: number | undefined;
    let waitMs = 50;
    while (this.#state === 'reading') {
      try {
        const stream = await openUpstream(this.#settings, this.#last);
        if (this.#state !== 'reading') return stream.return();
        this.#stream = stream;
        for (;;) {
          await this.#member.room();
          if (this.#state !== 'reading') return;
          const step = await stream.next();
          if (this.#state !== 'reading') return;
          if (step.done) {
            this.#member.complete();
            return this.#stop('left');
          }
          lostAtMs = undefined;
          waitMs = 50;
          const cursor = cursorOf(plan, step.value.data);
          const delivery = await completeEvent(this.#settings, step.value);
          // While it was completed the hub may have taken over from the event before: then the hub delivers this one as well.
          if (this.#state !== 'reading') return;
          this.#member.deliver(delivery);
          if (cursor !== undefined) this.#last = cursor;
          this.#tryToJoin();
        }
      } catch (error) {
        if (this.#state !== 'reading') return;
        if (error instanceof StreamBehind) continue;
        lostAtMs ??= Date.now();
        const refused = error instanceof StreamRefused;
        if (refused || Date.now() - lostAtMs > limits.retryForMs) {
          if (!refused) log.warn({ err: error, field: plan.responseName }, 'a client could not catch up');
          this.#member.fail(refused ? error.errors : [graphqlError('UNAVAILABLE', 'The stream was interrupted. Subscribe again with the last cursor seen as `after`.')]);
          return this.#stop('left');
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, waitMs);
          this.#wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        waitMs = Math.min(waitMs * 2, 2_000);
      }
    }
  }
}
