import { connect, type MqttClient } from 'mqtt';
import type { Log } from '@dcmms/runtime/log.ts';
import { readFrame, type LiveReading } from './frame.ts';
import { liveTopic, liveUsername } from './topic.ts';

export interface LiveValuesSettings {
  readonly mqttUrl: string;
  readonly password: string;
  readonly log: Log;
}

/** A tag to listen to, and where it is measured. */
export interface LiveTag {
  readonly id: string;
  readonly siteId: string;
}

/** Takes note of a reading; called at once and often. */
export type Hear = (reading: LiveReading) => void;

/**
 * What the bridge hears just now (design §6.7): one MQTT client of this process, which connects by itself again and again. It
 * watches the sites that somebody listens to; the bridge tells of a site what it knows first, then what changes, so that nothing
 * is missed over a lost connection but what was measured twice meanwhile.
 */
export class LiveValues {
  readonly #client: MqttClient;
  readonly #log: Log;
  readonly #sites = new Map<string, Site>();
  #trouble: string | undefined = 'not connected yet';

  constructor({ mqttUrl, password, log }: LiveValuesSettings) {
    this.#log = log;
    this.#client = connect(mqttUrl, {
      username: liveUsername,
      password,
      reconnectPeriod: 1_000,
      connectTimeout: 5_000,
      keepalive: 30,
      // What is watched is known here: the client must not queue up what it cannot say while the bridge is away.
      resubscribe: false,
      queueQoSZero: false,
    });
    this.#client.on('connect', () => {
      this.#trouble = undefined;
      for (const siteId of this.#sites.keys()) this.#subscribe(siteId);
    });
    this.#client.on('close', () => {
      if (this.#trouble === undefined) log.warn('live values are interrupted; connecting again');
      this.#trouble ??= 'the connection to the bridge was lost';
    });
    this.#client.on('error', (error) => {
      this.#trouble = error.message;
    });
    this.#client.on('message', (topic, payload) => this.#take(topic, payload));
  }

  /** Why nothing can be heard right now; undefined when it can. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /**
   * Hears some tags from now on: what is known of them first.
   *
   * @returns Ends it.
   */
  listen(tags: readonly LiveTag[], hear: Hear): () => void {
    for (const { id, siteId } of tags) {
      const site = this.#sites.get(siteId) ?? this.#watch(siteId);
      const listeners = site.listeners.get(id);
      if (listeners) listeners.add(hear);
      else site.listeners.set(id, new Set([hear]));
      const known = site.newest.get(id);
      if (known) hear(known);
    }
    return () => {
      for (const { id, siteId } of tags) this.#forget(siteId, id, hear);
    };
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }

  #watch(siteId: string): Site {
    const site: Site = { listeners: new Map(), newest: new Map() };
    this.#sites.set(siteId, site);
    if (this.#client.connected) this.#subscribe(siteId);
    return site;
  }

  #subscribe(siteId: string): void {
    this.#client.subscribe(liveTopic(siteId), (error) => {
      // A connection that is lost meanwhile asks again when it is back.
      if (error && this.#client.connected) this.#log.warn({ err: error, siteId }, 'live values of a site cannot be watched');
    });
  }

  #forget(siteId: string, tagId: string, hear: Hear): void {
    const site = this.#sites.get(siteId);
    const listeners = site?.listeners.get(tagId);
    if (!site || !listeners?.delete(hear) || listeners.size > 0) return;
    site.listeners.delete(tagId);
    if (site.listeners.size > 0) return;
    this.#sites.delete(siteId);
    if (this.#client.connected) this.#client.unsubscribe(liveTopic(siteId));
  }

  #take(topic: string, payload: Buffer): void {
    const site = this.#sites.get(topic.slice(topic.lastIndexOf('/') + 1));
    if (!site) return;
    for (const reading of readFrame(payload)) {
      site.newest.set(reading.tagId, reading);
      for (const hear of site.listeners.get(reading.tagId) ?? []) hear(reading);
    }
  }
}

interface Site {
  readonly listeners: Map<string, Set<Hear>>;
  /** What whoever comes later hears first; as many as the site has tags. */
  readonly newest: Map<string, LiveReading>;
}
