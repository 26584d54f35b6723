import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayCredential } from '../launcher/ready-file.ts';
import { Publisher } from '../mqtt/publisher.ts';
import type { Point, Schedule } from './schedule.ts';

/** Points of one message: well below 256 KiB, and few enough that one refused message is no great loss. */
const pointsPerMessage = 500;
/** What a gateway keeps for a listener that is away; older readings it forgets. */
const backlogMsMax = 3_600_000;
const windowMsMax = 10_000;
const retryMs = { first: 500, most: 10_000 };

export interface GatewaySettings {
  readonly url: string;
  readonly credential: GatewayCredential;
  readonly schedule: Schedule;
  /** It sends what is due after this instant. */
  readonly fromMs: number;
  /** Whether it begins with every tag's newest reading, so that a site of ten-minute averages is live at once. */
  readonly opens: boolean;
  /** How often it looks for what is due. */
  readonly stepMs: number;
  readonly connected?: () => void;
  readonly failed?: (error: Error, retryInMs: number) => void;
}

/** What a message holds: the readings due after `fromMs`, or the newest of every tag. */
interface Window {
  readonly fromMs: number;
  readonly opens: boolean;
}

/**
 * The gateway of one site: sends what is due over MQTT, catches up on what it could not send while the listener was away, and
 * sends again what was not acknowledged. Readings are a pure function of time, so all it has to remember is how far it has got.
 */
export class SimulatedGateway {
  readonly #settings: GatewaySettings;
  readonly #topic: string;
  readonly #ended = new AbortController();
  /** By sequence number. */
  readonly #unacknowledged = new Map<number, Window>();
  #next: Window;
  #untilMs = Infinity;
  // A restarted gateway goes on counting upwards.
  #sequence = Date.now();
  #sent = 0;
  #acknowledged = 0;

  constructor(settings: GatewaySettings) {
    const { tenant, site } = settings.credential;
    this.#settings = settings;
    this.#topic = `dcmms/v1/${tenant}/${site}/telemetry`;
    this.#next = { fromMs: settings.fromMs, opens: settings.opens };
  }

  /** Readings so far; one that had to be sent twice counts as sent twice. */
  get counts(): { readonly sent: number; readonly acknowledged: number } {
    return { sent: this.#sent, acknowledged: this.#acknowledged };
  }

  /** Lets it send what is due up to an instant and no more; `run` resolves after the last PUBACK. */
  finish(untilMs: number): void {
    this.#untilMs = Math.min(this.#untilMs, untilMs);
  }

  /** Ends it at once, whatever is on its way. */
  end(): void {
    this.#ended.abort();
  }

  /** Sends until it is told to finish or to end. Whatever goes wrong in between is tried again, with back-off and for ever. */
  async run(): Promise<void> {
    const { signal } = this.#ended;
    let waitMs = retryMs.first;
    while (!signal.aborted && !this.#isFinished()) {
      try {
        await this.#session();
        waitMs = retryMs.first;
      } catch (error) {
        if (signal.aborted) return;
        this.#settings.failed?.(error instanceof Error ? error : new Error(String(error)), waitMs);
        this.#goBack();
        await sleep(waitMs, undefined, { signal }).catch(() => undefined);
        waitMs = Math.min(waitMs * 2, retryMs.most);
      }
    }
  }

  async #session(): Promise<void> {
    const { url, credential } = this.#settings;
    const ended = Promise.withResolvers<never>();
    const end = () => ended.reject(new Error('the gateway was ended'));
    this.#ended.signal.addEventListener('abort', end, { once: true });
    const connecting = Publisher.connect({ url, username: credential.username, password: credential.password });
    try {
      const publisher = await Promise.race([connecting, ended.promise]);
      this.#settings.connected?.();
      await Promise.race([this.#send(publisher), ended.promise]);
    } finally {
      this.#ended.signal.removeEventListener('abort', end);
      // Not awaited: a connection that does not come about would never be closed.
      void connecting.then((publisher) => publisher.close()).catch(() => undefined);
    }
  }

  async #send(publisher: Publisher): Promise<void> {
    while (!this.#isSent()) {
      const nowMs = Math.min(Date.now(), this.#untilMs);
      const fromMs = Math.max(this.#next.fromMs, nowMs - backlogMsMax);
      const toMs = Math.min(nowMs, fromMs + windowMsMax);
      if (this.#next.opens || toMs > fromMs) await this.#sendWindow(publisher, { ...this.#next, fromMs }, toMs);
      if (toMs >= nowMs) await sleep(this.#settings.stepMs, undefined, { signal: this.#ended.signal });
    }
    await publisher.drain();
  }

  async #sendWindow(publisher: Publisher, window: Window, toMs: number): Promise<void> {
    const { schedule } = this.#settings;
    const points = window.opens ? schedule.newest(toMs) : schedule.due(window.fromMs, toMs);
    for (let at = 0; at < points.length; at += pointsPerMessage) {
      await this.#publish(publisher, points.slice(at, at + pointsPerMessage), window);
    }
    this.#next = { fromMs: toMs, opens: false };
  }

  async #publish(publisher: Publisher, points: readonly Point[], window: Window): Promise<void> {
    const seq = this.#sequence;
    this.#sequence += 1;
    const message = { gateway: this.#settings.credential.gateway, seq, sentAt: Date.now(), points };
    this.#unacknowledged.set(seq, window);
    this.#sent += points.length;
    await publisher.publish(this.#topic, JSON.stringify(message), () => {
      if (this.#unacknowledged.delete(seq)) this.#acknowledged += points.length;
    });
  }

  /** To before the first window that was not acknowledged as a whole; the store drops what comes twice. */
  #goBack(): void {
    for (const window of this.#unacknowledged.values()) {
      if (window.opens || window.fromMs < this.#next.fromMs) this.#next = window;
    }
    this.#unacknowledged.clear();
  }

  #isSent(): boolean {
    return !this.#next.opens && this.#next.fromMs >= this.#untilMs;
  }

  #isFinished(): boolean {
    return this.#isSent() && this.#unacknowledged.size === 0;
  }
}
