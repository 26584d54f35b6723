import { setTimeout as sleep } from 'node:timers/promises';
import { siteOf, type SiteCode } from '@dcmms/db/seed/sites.ts';
import type { DemoTag } from '@dcmms/db/seed/tags.ts';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';
import { Publisher } from '@dcmms/dev/mqtt/publisher.ts';
import { heatTags, plainTags, seriesKey } from './series.ts';

export interface LoadSettings {
  readonly ready: ReadyFile;
  readonly readingsPerSecond: number;
  /** Time of the first reading of every series, epoch milliseconds: a stretch of time in which nobody else sends. */
  readonly firstMs: number;
  /** Assets whose overheating would not be told as an episode of its own, because it is known already. */
  readonly alreadyHot: ReadonlySet<string>;
}

/** What the store must hold of a series in the end: what was acknowledged. */
export interface Expected {
  readonly count: number;
  readonly sum: number;
}

/** What was done. */
export interface Sent {
  /** Readings, as all counts but `messages`. */
  readonly offered: number;
  readonly acknowledged: number;
  readonly messages: number;
  /** Per asset, how often it overheated and cooled down again. */
  readonly episodes: ReadonlyMap<string, number>;
  /** By `seriesKey`. */
  readonly expected: ReadonlyMap<string, Expected>;
  /** The newest reading's time. */
  readonly lastMs: number;
}

const sites: readonly SiteCode[] = ['CESTAS', 'MOSS', 'KELDA'];
const connectionsPerSite = 2;
const roundMs = 100;
/** The condition of the demo rule is met by the third sample; the twelve span 11 s, and 10 s clear it. */
const hotSamples = 3;
const episodeSamples = hotSamples + 12;
const heatStepMs = 1_000;
const plainStepMs = 10;

/**
 * Gateways that publish at a steady rate until told to stop, whatever happens to the other side: batches over several connections
 * of each site, some of them with samples of inverters that overheat and cool down again. What a lost connection left
 * unacknowledged is sent again as it was.
 */
export class Load {
  readonly #settings: LoadSettings;
  readonly #lines: Line[];
  #stopping = false;
  #running: Promise<unknown> | undefined;

  private constructor(settings: LoadSettings, lines: Line[]) {
    this.#settings = settings;
    this.#lines = lines;
  }

  static async start(settings: LoadSettings): Promise<Load> {
    const lines = await Promise.all(sites.flatMap((site) => connectLines(settings, site)));
    const load = new Load(settings, lines);
    load.#running = Promise.all(lines.map((line) => load.#publish(line)));
    // Whoever awaits the end hears of a failure; until then it must not end the process.
    load.#running.catch(() => undefined);
    return load;
  }

  get acknowledged(): number {
    return sumOf(this.#lines, (line) => sumOf([...line.plain, ...line.heat], ({ count }) => count));
  }

  /** Takes the episodes to their end, waits for the last PUBACK, and tells what was sent. */
  async stop(): Promise<Sent> {
    this.#stopping = true;
    await this.#running;
    for (const line of this.#lines) await line.publisher.close();
    const series = this.#lines.flatMap((line) => [...line.plain, ...line.heat]);
    return {
      offered: sumOf(series, ({ sent }) => sent),
      acknowledged: this.acknowledged,
      messages: sumOf(this.#lines, ({ publisher }) => publisher.acknowledged),
      episodes: new Map(this.#lines.flatMap(({ heat }) => heat.map(({ tag, sent }) => [tag.asset.code, sent / episodeSamples] as const))),
      expected: new Map(series.map(({ tag, count, sum }) => [seriesKey(tag), { count, sum }])),
      lastMs: Math.max(...series.map(({ lastMs }) => lastMs)),
    };
  }

  async #publish(line: Line): Promise<void> {
    const perRound = Math.round((this.#settings.readingsPerSecond * roundMs) / 1_000 / this.#lines.length);
    const started = performance.now();
    for (let round = 0; !this.#stopping || line.isHot; round += 1) {
      const waitMs = started + round * roundMs - performance.now();
      if (waitMs > 0) await sleep(waitMs);
      await line.send(perRound, this.#stopping);
    }
    await line.publisher.drain();
  }
}

/** A series of readings on their way; `count` and `sum` are of those that were acknowledged. */
class Series {
  readonly tag: DemoTag;
  sent = 0;
  lastMs = 0;
  count = 0;
  sum = 0;

  constructor(tag: DemoTag) {
    this.tag = tag;
  }
}

/** One connection with the series that travel over it: a series keeps to one, so that its readings stay in order. */
class Line {
  readonly publisher: Publisher;
  readonly plain: readonly Series[];
  readonly heat: readonly Series[];
  readonly #topic: string;
  readonly #firstMs: number;
  #turn = 0;
  #sequence = 0;

  constructor(publisher: Publisher, site: SiteCode, tags: { plain: readonly DemoTag[]; heat: readonly DemoTag[] }, firstMs: number) {
    this.publisher = publisher;
    this.plain = tags.plain.map((tag) => new Series(tag));
    this.heat = tags.heat.map((tag) => new Series(tag));
    this.#topic = `dcmms/v1/${siteOf(site).tenant}/${site}/telemetry`;
    this.#firstMs = firstMs;
  }

  /** Whether an inverter is in the middle of an episode. */
  get isHot(): boolean {
    return this.heat.some(({ sent }) => sent % episodeSamples !== 0);
  }

  /**
   * Publishes one message, when there is room for it.
   *
   * @param finishing Begins no new episode.
   */
  async send(readings: number, finishing: boolean): Promise<void> {
    const batch: { series: Series; t: number; v: number }[] = [];
    const take = (series: Series, stepMs: number, v: number) => {
      series.lastMs = this.#firstMs + series.sent * stepMs;
      series.sent += 1;
      batch.push({ series, t: series.lastMs, v });
    };
    for (const series of this.heat) {
      const step = series.sent % episodeSamples;
      if (!finishing || step > 0) take(series, heatStepMs, step < hotSamples ? 90 + step : 40 + step / 4);
    }
    for (; batch.length < readings; this.#turn += 1) {
      const series = this.plain[this.#turn % this.plain.length];
      if (!series) throw new Error('a connection without series');
      // Multiples of 1/64: their sums are exact, in any order.
      take(series, plainStepMs, 1 + ((series.sent * 37 + this.#turn) % 640) / 64);
    }
    this.#sequence += 1;
    const points = batch.map(({ series: { tag }, t, v }) => ({ asset: tag.asset.code, tag: tag.name, t, v }));
    await this.publisher.publish(this.#topic, JSON.stringify({ seq: this.#sequence, sentAt: Date.now(), points }), () => {
      for (const { series, v } of batch) {
        series.count += 1;
        series.sum += v;
      }
    });
  }
}

function connectLines(settings: LoadSettings, site: SiteCode): Promise<Line>[] {
  const { ready, firstMs, alreadyHot } = settings;
  const credential = ready.gateways.find((gateway) => gateway.site === site);
  if (!credential) throw new Error(`no gateway at ${site}`);
  const heat = heatTags(site).filter(({ asset }) => !alreadyHot.has(asset.code));
  return Array.from({ length: connectionsPerSite }, async (_, index) => {
    const own = (_tag: DemoTag, position: number) => position % connectionsPerSite === index;
    const publisher = await Publisher.connect({ url: ready.mqtt, username: credential.username, password: credential.password });
    return new Line(publisher, site, { plain: plainTags(site).filter(own), heat: heat.filter(own) }, firstMs);
  });
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
