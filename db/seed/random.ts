import { createHash } from 'node:crypto';

/** Draws that are the same in every run: believable variety without chance. */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** A whole number between both, inclusive. */
  between(low: number, high: number): number;
  pick<Item>(items: readonly Item[]): Item;
  chance(probability: number): boolean;
}

/** Draws that depend on nothing but the name: adding a draw elsewhere changes none here. */
export function randomOf(name: string): Random {
  const digest = createHash('sha256').update(name).digest();
  let a = digest.readInt32LE(0);
  let b = digest.readInt32LE(4);
  let c = digest.readInt32LE(8);
  let d = digest.readInt32LE(12);
  // sfc32 (C. Doty-Humphrey, PractRand): small, fast and good enough for a demo.
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    pick: (items) => {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new Error(`Nothing to pick from in ${name}.`);
      return item;
    },
    chance: (probability) => next() < probability,
  };
}
