import type { NewestBySite } from '../rules/newest.ts';
import { seriesName } from '../rules/evaluate.ts';
import type { QuestDbAddress } from './transport.ts';

/**
 * The newest reading of every series of the last two days as the store has it: what the rules begin with when nothing is kept
 * beside the journal, as on another machine (design §6.4). Only while the journal has nothing for them: the store may be ahead.
 */
export async function loadNewest(address: QuestDbAddress, timeoutMs = 10_000): Promise<NewestBySite> {
  // Microseconds as a number: a text would have to be parsed.
  const query = `SELECT site_id, asset_id, tag, max(timestamp)::long newest, max(CASE WHEN quality = 'GOOD' THEN timestamp END)::long good
    FROM telemetry_data WHERE timestamp > dateadd('d', -2, now())`;
  const { origin, username, password } = address;
  const headers = username && password ? { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` } : {};
  const answer = await fetch(`${origin}/exec?query=${encodeURIComponent(query)}`, { headers, signal: AbortSignal.timeout(timeoutMs) });
  const body: unknown = await answer.json();
  const rows = typeof body === 'object' && body !== null && 'dataset' in body && Array.isArray(body.dataset) ? body.dataset : undefined;
  if (!answer.ok || !rows) throw new Error(`QuestDB does not tell the newest readings: ${answer.status}`);
  const sites = new Map<string, Map<string, [number, number | null]>>();
  for (const row of rows) {
    if (!Array.isArray(row)) continue;
    const [siteId, assetId, tag, newest, good]: unknown[] = row;
    if (typeof siteId !== 'string' || typeof assetId !== 'string' || typeof tag !== 'string' || typeof newest !== 'number') continue;
    const series = sites.get(siteId) ?? new Map<string, [number, number | null]>();
    sites.set(siteId, series.set(seriesName(assetId, tag), [newest / 1000, typeof good === 'number' ? good / 1000 : null]));
  }
  return sites;
}
