import mqtt from 'mqtt';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';

export interface Point {
  readonly asset: string;
  readonly tag: string;
  readonly t: number;
  readonly v: number | string | boolean | null;
  readonly q?: 'GOOD' | 'BAD' | 'UNCERTAIN';
}

/** An edge gateway of the demo fleet, signed in over MQTT with its own credential. */
export class EdgeGateway {
  readonly #client: mqtt.MqttClient;
  readonly #topic: string;
  readonly #code: string;
  #seq = 0;

  private constructor(client: mqtt.MqttClient, topic: string, code: string) {
    this.#client = client;
    this.#topic = topic;
    this.#code = code;
  }

  static async connect(ready: ReadyFile, site: string): Promise<EdgeGateway> {
    const credential = ready.gateways.find((gateway) => gateway.site === site);
    if (!credential) throw new Error(`no gateway at ${site}`);
    const client = await mqtt.connectAsync(ready.mqtt, {
      username: credential.username,
      password: credential.password,
      protocolVersion: 4,
    });
    return new EdgeGateway(client, `dcmms/v1/${credential.tenant}/${site}/telemetry`, credential.gateway);
  }

  /** Resolves after the PUBACK: the points are in the journal. */
  async send(points: readonly Point[]): Promise<void> {
    this.#seq += 1;
    await this.publish(this.#topic, JSON.stringify({ gateway: this.#code, seq: this.#seq, sentAt: Date.now(), points }));
  }

  async publish(topic: string, payload: string | Buffer): Promise<void> {
    await this.#client.publishAsync(topic, payload, { qos: 1 });
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}
