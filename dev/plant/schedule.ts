import { demoTags, type DemoTag } from '@dcmms/db/seed/tags.ts';
import type { DemoAsset } from '@dcmms/db/seed/assets.ts';
import type { SiteCode } from '@dcmms/db/seed/sites.ts';
import { shown, type World } from './world.ts';

/** A point as contract §5 has it. */
export interface Point {
  readonly asset: string;
  readonly tag: string;
  readonly t: number;
  readonly v: number;
  readonly q: 'GOOD';
  readonly p: string;
}

/** An asset as a gateway polls it: all its tags at one instant. */
interface Poll {
  readonly asset: DemoAsset;
  readonly tags: readonly { readonly suffix: string; readonly tag: DemoTag }[];
  readonly intervalMs: number;
  /** The instants are `phaseMs + n * intervalMs` since 1970. */
  readonly phaseMs: number;
}

/**
 * When what is read on a site: every asset at its tags' expected interval, or all of them evenly so often that the whole plant
 * makes a given number of readings. The instants hang on nothing but the clock: a plant that was stopped goes on in step, and two
 * that run at once send the same readings.
 */
export class Schedule {
  readonly #polls: readonly Poll[];
  readonly #world: World;

  /** @param intervalMs Of every tag, in place of its expected interval. */
  constructor(site: SiteCode, world: World, intervalMs?: number) {
    this.#world = world;
    const byAsset = Map.groupBy(
      demoTags.filter((tag) => tag.asset.site === site),
      (tag) => tag.asset,
    );
    this.#polls = [...byAsset].map(([asset, tags], index) => {
      const own = intervalMs ?? Math.min(...tags.map((tag) => tag.expectedIntervalS)) * 1_000;
      return {
        asset,
        tags: tags.map((tag) => ({ tag, suffix: tag.name.slice(asset.code.length + 1) })),
        intervalMs: own,
        // One asset after the other, as a gateway polls them.
        phaseMs: ((index + 0.5) / byAsset.size) * own,
      };
    });
  }

  /** All points due after `fromMs` and up to `toMs`, in the order of their time. */
  due(fromMs: number, toMs: number): Point[] {
    const instants = this.#polls.flatMap((poll) => instantsOf(poll, fromMs, toMs).map((timeMs) => ({ poll, timeMs })));
    instants.sort((one, other) => one.timeMs - other.timeMs);
    return instants.flatMap(({ poll, timeMs }) => this.#read(poll, timeMs));
  }

  /** The last point of every tag that was due by now. */
  newest(nowMs: number): Point[] {
    return this.#polls.flatMap((poll) => {
      const last = instantsOf(poll, nowMs - poll.intervalMs - 1, nowMs).at(-1);
      return last === undefined ? [] : this.#read(poll, last);
    });
  }

  #read({ asset, tags }: Poll, timeMs: number): Point[] {
    const measured = this.#world.measure(asset, timeMs);
    return tags.map(({ tag, suffix }) => {
      const value = measured[suffix];
      if (value === undefined) throw new Error(`The plant does not know what ${tag.name} shows.`);
      return { asset: asset.code, tag: tag.name, t: timeMs, v: shown(tag, value), q: 'GOOD', p: tag.protocol };
    });
  }
}

function instantsOf({ intervalMs, phaseMs }: Poll, fromMs: number, toMs: number): number[] {
  const instants: number[] = [];
  for (let count = Math.floor((fromMs - phaseMs) / intervalMs); ; count += 1) {
    const timeMs = Math.round(phaseMs + count * intervalMs);
    if (timeMs > toMs) return instants;
    if (timeMs > fromMs) instants.push(timeMs);
  }
}
