import mqtt, { type MqttClient } from 'mqtt';

export interface PublisherSettings {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** How many messages may wait for their PUBACK at once. */
  readonly inFlightMax?: number;
}

/**
 * Publishes with QoS 1 and a bounded number of unacknowledged messages: `publish` waits for a free place, so that a slow bridge
 * slows the sender down instead of filling its memory. Messages that a lost connection left unacknowledged are sent again.
 */
export class Publisher {
  readonly #client: MqttClient;
  readonly #inFlightMax: number;
  #inFlight = 0;
  #acknowledged = 0;
  #waiting: (() => void)[] = [];
  #refused: Error | undefined;

  private constructor(client: MqttClient, inFlightMax: number) {
    this.#client = client;
    this.#inFlightMax = inFlightMax;
    // The client reconnects by itself, also to a listener that cannot check credentials just now; a refusal of them is final.
    client.on('error', (error) => {
      if (!/not authorized|bad user/i.test(error.message)) return;
      this.#refused = error;
      this.#wake();
      client.end(true);
    });
  }

  static async connect(settings: PublisherSettings): Promise<Publisher> {
    const client = await mqtt.connectAsync(settings.url, {
      username: settings.username,
      password: settings.password,
      protocolVersion: 4,
      clean: true,
      reconnectPeriod: 250,
      reconnectOnConnackError: true,
      connectTimeout: 10_000,
    });
    return new Publisher(client, settings.inFlightMax ?? 32);
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Sends when there is room; `acknowledgedAfter` gets the milliseconds until the PUBACK. */
  async publish(topic: string, payload: string | Uint8Array, acknowledgedAfter?: (ms: number) => void): Promise<void> {
    while (this.#inFlight >= this.#inFlightMax && !this.#refused) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#refused) throw this.#refused;
    this.#inFlight += 1;
    const sent = performance.now();
    const body = typeof payload === 'string' ? payload : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    this.#client.publish(topic, body, { qos: 1 }, (error) => {
      this.#inFlight -= 1;
      if (error) this.#refused ??= error;
      else {
        this.#acknowledged += 1;
        acknowledgedAfter?.(performance.now() - sent);
      }
      this.#wake();
    });
  }

  /** Resolves after the last PUBACK. */
  async drain(): Promise<void> {
    while (this.#inFlight > 0 && !this.#refused) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#refused) throw this.#refused;
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
