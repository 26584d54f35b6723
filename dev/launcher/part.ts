import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@dcmms/runtime/log.ts';

/** A part that runs. */
export interface Running {
  /** The server itself, not a wrapper. */
  readonly pid: number;
  /** What the part tells of itself: addresses of its doors. */
  readonly facts: Readonly<Record<string, string>>;
  /** Resolves with the reason when it has ended, whoever ended it. */
  readonly exited: Promise<string>;
  stop(): Promise<void>;
}

const backOffMs = [100, 300, 1_000, 2_000, 4_000, 8_000] as const;
/** Once it has run this long, the next end counts as the first. */
const steadyMs = 30_000;

/**
 * Keeps one part running: starts it, and starts it again when it dies, with back-off, for ever, until it is stopped. What
 * happens to it touches no other part.
 */
export class Part {
  readonly name: string;
  readonly #launch: () => Promise<Running>;
  readonly #log: Log;
  readonly #changed: () => void;
  #running: Running | undefined;
  #stopped = new AbortController();
  #keeping: Promise<void> | undefined;
  restarts = 0;

  /** @param changed Called after every start and end of the part. */
  constructor(name: string, launch: () => Promise<Running>, settings: { log: Log; changed: () => void }) {
    this.name = name;
    this.#launch = launch;
    this.#log = settings.log;
    this.#changed = settings.changed;
  }

  get running(): Running | undefined {
    return this.#running;
  }

  /** The first start: fails when the part cannot be started, because then something is wrong that no repetition mends. */
  async start(): Promise<Running> {
    const running = await this.#launch();
    this.#running = running;
    this.#changed();
    this.#keeping = this.#keep(running);
    return running;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running?.stop();
    await this.#keeping;
  }

  async #keep(first: Running): Promise<void> {
    let running = first;
    let failures = 0;
    let since = Date.now();
    for (;;) {
      const reason = await running.exited;
      this.#running = undefined;
      if (this.#stopped.signal.aborted) return;
      this.#changed();
      if (Date.now() - since > steadyMs) failures = 0;
      this.#log.warn({ part: this.name, reason }, 'a part has ended; starting it again');
      for (;;) {
        await sleep(backOffMs[Math.min(failures, backOffMs.length - 1)], undefined, { signal: this.#stopped.signal }).catch(
          () => undefined,
        );
        failures += 1;
        if (this.#stopped.signal.aborted) return;
        try {
          running = await this.#launch();
          break;
        } catch (error) {
          this.#log.error({ part: this.name, err: error }, 'a part could not be started; trying again');
        }
      }
      since = Date.now();
      this.restarts += 1;
      if (this.#stopped.signal.aborted) {
        await running.stop();
        return;
      }
      this.#running = running;
      this.#changed();
    }
  }
}
