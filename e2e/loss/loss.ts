import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Installation } from '@dcmms/dev/installation/installation.ts';
import { eventually } from '../testing/eventually.ts';
import { killAndReturn } from '../testing/kill.ts';
import { serves } from '../testing/serves.ts';
import { Load } from './load.ts';
import { countRaised } from './raised.ts';
import { countStored } from './stored.ts';

const killed = ['questdb', 'bridge', 'postgres'] as const;

/**
 * 5,000 readings a second while QuestDB, the bridge and PostgreSQL are killed in turn: every acknowledged reading is stored once
 * with its value, every episode of overheating was raised once, and all was served again within 30 s of each kill.
 */
export async function loseNothing(installation: Installation, seconds: number): Promise<void> {
  const before = await countRaised(installation.ready.database);
  // Half a day ago nobody else sends anything.
  const firstMs = Math.floor(Date.now() / 60_000) * 60_000 - 12 * 3_600_000;
  const load = await Load.start({ ready: installation.ready, readingsPerSecond: 5_000, firstMs, alreadyHot: before.open });
  const started = performance.now();
  const servedAgainMs: Record<string, number> = {};
  for (const [index, part] of killed.entries()) {
    await until(started + ((index + 0.5) / killed.length) * seconds * 1_000);
    const backMs = await killAndReturn(installation, part, 30_000);
    servedAgainMs[part] = backMs + (await serves(installation, 30_000 - backMs));
  }
  await until(started + seconds * 1_000);
  const sent = await load.stop();
  const ranForS = (performance.now() - started) / 1_000;

  // The journal holds what is not in the stores yet; both catch up with it. What they have in the end is judged below.
  const stores = () => countStored(installation.ready.questdbPg, firstMs, sent.lastMs);
  const stored = await eventually(stores, ({ rows }) => rows >= sent.acknowledged, 60_000).catch(stores);
  const episodes = sum(sent.episodes);
  const raisedSince = async () => {
    const { occurrences } = await countRaised(installation.ready.database);
    return new Map([...sent.episodes.keys()].map((code) => [code, (occurrences.get(code) ?? 0) - (before.occurrences.get(code) ?? 0)]));
  };
  const raised = await eventually(raisedSince, (now) => sum(now) >= episodes, 60_000).catch(raisedSince);

  console.log(
    JSON.stringify({
      seconds: Number(ranForS.toFixed(1)),
      offered: sent.offered,
      acknowledged: sent.acknowledged,
      messages: sent.messages,
      stored: stored.rows,
      lost: sent.acknowledged - (stored.rows - stored.duplicates),
      duplicates: stored.duplicates,
      episodes,
      raised: sum(raised),
      servedAgainMs,
    }),
  );
  expect(sent.offered).toBeGreaterThanOrEqual(5_000 * seconds);
  expect(sent.acknowledged).toBe(sent.offered);
  expect(stored.duplicates).toBe(0);
  expect(stored.bySeries).toEqual(sent.expected);
  expect(raised).toEqual(sent.episodes);
  // The last episode's end comes with the batch after its raise: a state to wait for.
  const after = await eventually(
    () => countRaised(installation.ready.database),
    ({ open }) => open.size === before.open.size,
  );
  expect(after.open).toEqual(before.open);
}

async function until(whenMs: number): Promise<void> {
  const waitMs = whenMs - performance.now();
  if (waitMs > 0) await sleep(waitMs);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
