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

/** Starts a part and resolves when it answers. It may use the signal to give up early when it is not wanted any more. */
export type Launch = (signal: AbortSignal) => Promise<Running>;

export interface PartSettings {
  readonly log: Log;
  /** Called after every start and end of the part. */
  readonly changed: () => void;
  /** Called when the part has ended by itself, with the reason. */
  readonly ended: (reason: string) => void;
}

/** A part is back within 10 s (contract §2): the longest pause and the slowest start together stay below. */
const backOffMs = [100, 300, 1_000, 2_000, 4_000] as const;
/** Once it has run this long, the next end counts as the first. */
const steadyMs = 30_000;

/**
 * Keeps one part running: starts it, and starts it again when it dies, with back-off, for ever, until it is stopped. What
 * happens to it touches no other part.
 */
export class Part {
  readonly name: string;
  readonly #launch: Launch;
  readonly #settings: PartSettings;
  readonly #stopped = new AbortController();
  #starting: Promise<Running> | undefined;
  #running: Running | undefined;
  #keeping: Promise<void> | undefined;

  constructor(name: string, launch: Launch, settings: PartSettings) {
    this.name = name;
    this.#launch = launch;
    this.#settings = settings;
  }

  get running(): Running | undefined {
    return this.#running;
  }

  /** The first start: fails when the part cannot be started, because then something is wrong that no repetition mends. */
  async start(): Promise<Running> {
    const running = await this.#begin();
    this.#keeping = this.#keep(running);
    return running;
  }

  /** Ends it, whatever it is about: running, starting, or waiting to be started again. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#starting?.catch(() => undefined);
    await this.#running?.stop();
    await this.#keeping;
  }

  async #begin(): Promise<Running> {
    this.#starting = this.#launchWanted();
    this.#running = await this.#starting;
    this.#settings.changed();
    return this.#running;
  }

  /** What has come up although nobody wants it any more would be left behind. */
  async #launchWanted(): Promise<Running> {
    const running = await this.#launch(this.#stopped.signal);
    if (!this.#stopped.signal.aborted) return running;
    await running.stop();
    throw new Error(`${this.name} was stopped while it started`);
  }

  async #keep(first: Running): Promise<void> {
    let running = first;
    let failures = 0;
    let since = Date.now();
    for (;;) {
      const reason = await running.exited;
      this.#running = undefined;
      if (this.#stopped.signal.aborted) return;
      this.#settings.changed();
      this.#settings.ended(reason);
      if (Date.now() - since > steadyMs) failures = 0;
      this.#settings.log.warn({ part: this.name, reason }, 'a part has ended; starting it again');
      const next = await this.#again(failures);
      if (next === undefined) return;
      running = next.running;
      failures = next.failures;
      since = Date.now();
      this.#settings.log.info({ part: this.name, pid: running.pid }, 'a part runs again');
    }
  }

  /** Tries until it runs; undefined when it was stopped meanwhile. */
  async #again(failed: number): Promise<{ running: Running; failures: number } | undefined> {
    for (let failures = failed; ;) {
      const pauseMs = backOffMs[Math.min(failures, backOffMs.length - 1)];
      await sleep(pauseMs, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
      if (this.#stopped.signal.aborted) return undefined;
      failures += 1;
      try {
        return { running: await this.#begin(), failures };
      } catch (error) {
        this.#settings.log.error({ part: this.name, err: error }, 'a part could not be started; trying again');
      }
    }
  }
}
