import type { Log } from '@dcmms/runtime/log.ts';
import mqtt, { type MqttClient } from 'mqtt';
import type { Mappings } from '../mappings/mappings.ts';
import type { GatewayIdentity } from './accept.ts';
import { newLane, type Intake, type Lane } from './intake.ts';

export interface SubscriberSettings {
  /** With its credential: `mqtt://user:password@host:1883`. */
  readonly url: string;
  readonly intake: Intake;
  readonly mappings: Mappings;
  readonly log: Log;
  /** 5 unless the broker speaks 3.1.1 alone. */
  readonly protocolVersion?: 4 | 5;
  readonly clientId?: string;
}

/** Payload that may wait for the journal; beyond it nothing more is read. */
const waitingBytesMax = 32 * 1024 * 1024;
/** Messages that the broker may send before the first of them is acknowledged. mosquitto has a limit of its own, 20 unless told otherwise. */
const receiveMaximum = 2_000;
/** The broker keeps our subscription and what comes in for a week without us. */
const sessionExpiryS = 7 * 86_400;

const topicFilter = 'dcmms/v1/+/+/telemetry';
const topicShape = /^dcmms\/v1\/([^/]+)\/([^/]+)\/telemetry$/;

/**
 * Takes readings from an external broker, which has checked who may publish to which topic: the topic decides tenant and site.
 * Acknowledges a message when it is durable in the journal; many at once, in their order. mqtt.js would take one at a time, each
 * waiting for its own sync (telemetry reference, 0.4), so it is told not to answer, and the PUBACK is written here.
 */
export class BrokerSubscriber {
  readonly #settings: Required<SubscriberSettings>;
  #client: MqttClient | undefined;
  #waitingBytes = 0;
  #resume: (() => void)[] = [];
  #trouble: string | undefined = 'not connected yet';

  constructor(given: SubscriberSettings) {
    this.#settings = { protocolVersion: 5, clientId: 'dcmms-bridge', ...given };
  }

  start(): void {
    const { url, protocolVersion, clientId, log } = this.#settings;
    const client = mqtt.connect(url, {
      clientId,
      clean: false,
      protocolVersion,
      ...(protocolVersion === 5 ? { properties: { sessionExpiryInterval: sessionExpiryS, receiveMaximum } } : {}),
      reconnectPeriod: 1_000,
      resubscribe: false,
    });
    this.#client = client;
    let lane = newLane();
    client.on('connect', (connack) => {
      this.#trouble = undefined;
      // Packet ids begin anew with a connection; so does the order of acknowledgements.
      lane = newLane();
      if (connack.sessionPresent) return;
      client.subscribe(topicFilter, { qos: 1 }, (error) => {
        if (error) this.#trouble = `the broker does not let us subscribe to ${topicFilter}: ${error.message}`;
      });
    });
    client.on('error', (error) => {
      if (this.#trouble === undefined) log.warn({ err: error }, 'the MQTT broker is in trouble');
      this.#trouble = error.message;
    });
    client.on('close', () => {
      this.#trouble ??= 'the connection to the broker was lost';
    });
    client.handleMessage = (packet, done) => {
      const { stream } = client;
      const acknowledge = () => {
        // Never to another connection than the one the message came over.
        if (packet.qos !== 1 || packet.messageId === undefined || client.stream !== stream || stream.destroyed) return;
        stream.write(Buffer.from([0x40, 2, packet.messageId >> 8, packet.messageId & 0xff]));
      };
      const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
      void this.#take(packet.topic, payload, lane).then(acknowledge, (error: unknown) =>
        log.error({ err: error }, 'a message was not taken and will come again'),
      );
      // A truthy error means to mqtt.js: go on, and send no PUBACK.
      const goOn = () => done(packet.qos === 1 ? handledHere : undefined);
      if (this.#waitingBytes < waitingBytesMax) goOn();
      else this.#resume.push(goOn);
    };
  }

  async close(): Promise<void> {
    await this.#client?.endAsync(true);
  }

  /** Why nothing comes in from the broker just now. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  async #take(topic: string, payload: Buffer, lane: Lane): Promise<void> {
    const { intake, log } = this.#settings;
    this.#waitingBytes += payload.length;
    try {
      const gateway = this.#identityOf(topic);
      // Nobody could be shown what belongs to no tenant.
      if (gateway) await intake.take(gateway, topic, payload, lane);
      else log.warn({ topic }, 'a message of the broker names no known tenant');
    } finally {
      this.#waitingBytes -= payload.length;
      if (this.#waitingBytes < waitingBytesMax) for (const goOn of this.#resume.splice(0)) goOn();
    }
  }

  #identityOf(topic: string): GatewayIdentity | undefined {
    const { mappings } = this.#settings;
    const [, tenantCode = '', siteCode = ''] = topicShape.exec(topic) ?? [];
    const site = mappings.siteOf(tenantCode, siteCode);
    const tenantId = site?.tenantId ?? mappings.tenantOf(tenantCode);
    if (tenantId === undefined) return undefined;
    // Which gateway it was, the broker knows; an id that no row has becomes none in the database.
    return { gatewayId: nobody, username: 'broker', tenantId, tenantCode, siteId: site?.siteId ?? nobody, siteCode };
  }
}

const nobody = '00000000-0000-0000-0000-000000000000';
const handledHere = new Error('acknowledged when it is durable');
