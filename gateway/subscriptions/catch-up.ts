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
  #delivered: Promise<void> = Promise.resolve();
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
        await this.#read(() => {
          lostAtMs = undefined;
          waitMs = 50;
        });
      } catch (error) {
        // What was read is delivered first: it says from where to go on.
        await this.#delivered;
        if (this.#state !== 'reading') return;
        if (error instanceof StreamBehind) continue;
        lostAtMs ??= Date.now();
        const refused = error instanceof StreamRefused && !(this.#stream && error.isPassing);
        if (refused || Date.now() - lostAtMs > limits.retryForMs) {
          if (!refused) log.warn({ err: error, field: plan.responseName }, 'a client could not catch up');
          this.#member.fail(
            refused
              ? error.errors
              : [graphqlError('UNAVAILABLE', 'The stream was interrupted. Subscribe again with the last cursor seen as `after`.')],
          );
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

  /** Reads from the last cursor on; several events are completed at the same time and delivered in their order. */
  async #read(progress: () => void): Promise<void> {
    const { limits, plan } = this.#settings;
    const stream = await openUpstream(this.#settings, this.#last);
    if (this.#state !== 'reading') return stream.return();
    this.#stream = stream;
    let inFlight = 0;
    for (;;) {
      await this.#member.room();
      while (inFlight >= limits.inFlightMax && this.#state === 'reading') await new Promise<void>((resolve) => (this.#wake = resolve));
      if (this.#state !== 'reading') return;
      const step = await stream.next();
      if (this.#state !== 'reading') return;
      if (step.done) break;
      progress();
      const cursor = cursorOf(plan, step.value.data);
      const completed = completeEvent(this.#settings, step.value);
      inFlight += 1;
      const deliver = async () => {
        const delivery = await completed;
        inFlight -= 1;
        // While it was completed the hub may have taken over from an event before: then it delivers this one as well.
        if (this.#state !== 'reading') return;
        this.#member.deliver(delivery);
        if (cursor !== undefined) this.#last = cursor;
        this.#tryToJoin();
        this.#wake();
      };
      this.#delivered = this.#delivered.then(deliver).catch((error: unknown) => {
        this.#settings.log.error({ err: error }, 'an event could not be delivered');
        this.#member.fail([
          graphqlError('UNAVAILABLE', 'The stream was interrupted. Subscribe again with the last cursor seen as `after`.'),
        ]);
        this.#stop('left');
      });
    }
    await this.#delivered;
    if (this.#state !== 'reading') return;
    this.#member.complete();
    this.#stop('left');
  }
}
