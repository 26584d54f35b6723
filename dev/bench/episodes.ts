import { Publisher } from '../mqtt/publisher.ts';
import type { ReadyFile } from '../launcher/ready-file.ts';

/** Samples of one tag that the demo rule on every inverter ends an alert by: below 80 °C over 10 s, in steps that leave no hole. */
const coolMs = [0, 2_500, 5_000, 7_500, 10_000] as const;
const hot = 91;
const cool = 60;
/** The rule wants three hot samples in a row. */
const hotBefore = 2;
/** Of event time, from one raise of an inverter to its next. */
export const episodeMs = 12_000;
/** An episode has two events: raised and resolved. */
export const eventsPerEpisode = 2;
/** 80 bytes a point: a message stays well below 256 KiB. */
const pointsPerMessageMax = 1_200;

interface Point {
  readonly asset: string;
  readonly tag: string;
  readonly t: number;
  readonly v: number;
}

interface Site {
  readonly publisher: Publisher;
  readonly topic: string;
  readonly gateway: string;
  readonly inverters: readonly string[];
}

/**
 * Makes the demo's inverters run hot and cool down, over MQTT as their sites' gateways. Each episode is one alert raised and
 * resolved by the demo rule, twelve seconds of event time apart; event time only ever goes forward.
 */
export class Episodes {
  readonly #sites: readonly Site[];
  readonly inverters: readonly { readonly site: Site; readonly code: string }[];
  #seq = 0;

  private constructor(sites: readonly Site[]) {
    this.#sites = sites;
    this.inverters = sites.flatMap((site) => site.inverters.map((code) => ({ site, code })));
  }

  /** @param inverters Codes by site. */
  static async connect(ready: ReadyFile, inverters: Readonly<Record<string, readonly string[]>>): Promise<Episodes> {
    const sites = Object.entries(inverters).map(async ([site, codes]): Promise<Site> => {
      const credential = ready.gateways.find((gateway) => gateway.site === site);
      if (!credential) throw new Error(`The demo has no gateway at ${site}.`);
      const { tenant, gateway, username, password } = credential;
      const publisher = await Publisher.connect({ url: ready.mqtt, username, password });
      return { publisher, topic: `dcmms/v1/${tenant}/${site}/telemetry`, gateway, inverters: codes };
    });
    return new Episodes(await Promise.all(sites));
  }

  /** The inverters of one site, whose readings the bridge evaluates and writes together. */
  get burstInverters(): number {
    return this.#sites[0]?.inverters.length ?? 0;
  }

  /** Publishes so many whole episodes of one site's inverters at once, the first at `fromMs`; resolves after the last PUBACK. */
  async burst(fromMs: number, perInverter: number): Promise<void> {
    const [site] = this.#sites;
    if (!site) return;
    const starts = Array.from({ length: perInverter }, (_, episode) => fromMs + episode * episodeMs);
    const points = starts.flatMap((atMs) =>
      site.inverters.flatMap((code) => [...warmUp(code, atMs), decisive(code, atMs), ...coolDown(code, atMs)]),
    );
    for (let from = 0; from < points.length; from += pointsPerMessageMax)
      await this.#publish(site, points.slice(from, from + pointsPerMessageMax));
    await site.publisher.drain();
  }

  /** All but the last of the hot samples, just before `atMs`. */
  async heat(index: number, atMs: number): Promise<void> {
    const { site, code } = this.#inverter(index);
    await this.#publish(site, warmUp(code, atMs));
  }

  /** The one reading that raises the alert. */
  async raise(index: number, atMs: number): Promise<void> {
    const { site, code } = this.#inverter(index);
    await this.#publish(site, [decisive(code, atMs)]);
  }

  /** Ends the alert that was raised at `atMs` with readings of the seconds after it. */
  async cool(index: number, atMs: number): Promise<void> {
    const { site, code } = this.#inverter(index);
    await this.#publish(site, coolDown(code, atMs));
  }

  /** Ends whatever alerts of the rule are open. */
  async coolAll(atMs: number): Promise<void> {
    for (const index of this.inverters.keys()) await this.cool(index, atMs);
    await Promise.all(this.#sites.map((site) => site.publisher.drain()));
  }

  codeOf(index: number): string {
    return this.#inverter(index).code;
  }

  async close(): Promise<void> {
    await Promise.all(this.#sites.map((site) => site.publisher.close()));
  }

  #inverter(index: number): { readonly site: Site; readonly code: string } {
    const found = this.inverters[index % this.inverters.length];
    if (!found) throw new Error('no inverters');
    return found;
  }

  async #publish({ publisher, topic, gateway }: Site, points: readonly Point[]): Promise<void> {
    this.#seq += 1;
    await publisher.publish(topic, JSON.stringify({ gateway, seq: this.#seq, sentAt: Date.now(), points }));
  }
}

function warmUp(code: string, atMs: number): Point[] {
  return Array.from({ length: hotBefore }, (_, index) => point(code, atMs - hotBefore + index, hot));
}

function decisive(code: string, atMs: number): Point {
  return point(code, atMs, hot);
}

function coolDown(code: string, atMs: number): Point[] {
  return coolMs.map((ms) => point(code, atMs + 1_000 + ms, cool));
}

function point(asset: string, t: number, v: number): Point {
  return { asset, tag: `${asset}.HeatsinkTemperature`, t, v };
}
