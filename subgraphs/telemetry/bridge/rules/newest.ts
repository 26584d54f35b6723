import { readFile, rename, writeFile } from 'node:fs/promises';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { z } from 'zod';
import type { SiteState } from './evaluate.ts';

/** The newest reading of a series and its newest good one, epoch milliseconds; null when there is no good one. */
export type Newest = readonly [newestMs: number, newestGoodMs: number | null];

/** Site to series to its newest reading. */
export type NewestBySite = ReadonlyMap<string, ReadonlyMap<string, Newest>>;

/**
 * Keeps the newest time of every series beside the journal, as of the position up to which the rules have read it. Not read from
 * QuestDB instead (as design §6.4 has it): the store may be ahead of the rules, for example when PostgreSQL was away, and then
 * readings that the rules have yet to see would pass for old ones and move nothing.
 */
export async function writeNewest(path: string, sites: Iterable<readonly [siteId: string, state: SiteState]>): Promise<void> {
  const parts: string[] = [];
  for (const [siteId, state] of sites) {
    const series: Record<string, Newest> = {};
    for (const [name, { newestMs, newestGoodMs }] of state) series[name] = [newestMs, Number.isFinite(newestGoodMs) ? newestGoodMs : null];
    parts.push(`${JSON.stringify(siteId)}:${JSON.stringify(series)}`);
    // 72,000 series at once would keep gateways waiting for 50 ms.
    await yieldToOthers();
  }
  await writeFile(`${path}.new`, `{${parts.join(',\n')}}`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** @returns undefined when nothing was kept, or nothing that can be read. */
export async function readNewest(path: string): Promise<NewestBySite | undefined> {
  try {
    const sites = schema.parse(JSON.parse(await readFile(path, 'utf8')));
    return new Map(Object.entries(sites).map(([siteId, series]) => [siteId, new Map(Object.entries(series))]));
  } catch {
    return undefined;
  }
}

const schema = z.record(z.string(), z.record(z.string(), z.tuple([z.number(), z.number().nullable()])));
