import { randomOf } from '@dcmms/db/seed/random.ts';

/** A quantity as a pure function of time (epoch milliseconds): the same instant gives the same value, in every process. */
export type Signal = (timeMs: number) => number;

/**
 * Smooth noise between -1 and 1 that wanders within about one period: value noise, drawn on a lattice of `periodMs` and joined by
 * Perlin's quintic, whose slope and curvature vanish at the lattice points (Perlin 2002, "Improving Noise").
 */
export function noise(name: string, periodMs: number): Signal {
  const stream = Math.floor(randomOf(`noise:${name}`).next() * 4_294_967_296);
  return (timeMs) => {
    const position = timeMs / periodMs;
    const cell = Math.floor(position);
    const from = draw(stream, cell);
    const way = position - cell;
    return from + (draw(stream, cell + 1) - from) * way * way * way * (way * (way * 6 - 15) + 10);
  };
}

/** Noise on several time scales: each `[share, periodMs]` with a stream of its own. Between minus and plus the sum of the shares. */
export function layeredNoise(name: string, layers: readonly (readonly [share: number, periodMs: number])[]): Signal {
  const signals = layers.map(([share, periodMs]) => ({ share, of: noise(`${name}/${periodMs}`, periodMs) }));
  return (timeMs) => {
    let sum = 0;
    for (const { share, of } of signals) sum += share * of(timeMs);
    return sum;
  };
}

/** 0 below `low`, 1 above `high`, without a corner in between. */
export function smoothstep(low: number, high: number, value: number): number {
  const way = clamp((value - low) / (high - low), 0, 1);
  return way * way * (3 - 2 * way);
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** From -1 to below 1: the finalizer of MurmurHash3, which spreads neighbouring cells over all values. */
function draw(stream: number, cell: number): number {
  let hash = stream ^ Math.imul(cell | 0, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2_147_483_648 - 1;
}
