import { createFleet } from './ingest-fleet.ts';
import type { PublisherTask } from './ingest-publisher.ts';

/** Other gateways that send all the time: a tenant of their own, every series once a second, a rule on a share of them. */
export async function backgroundTask(
  { database, mqtt }: { readonly database: string; readonly mqtt: string },
  secret: string,
  rate: number,
  seconds: number,
): Promise<PublisherTask> {
  const size = { sites: 25, assetsPerSite: Math.max(1, Math.round(rate / 25 / 20)), tagsPerAsset: 20 };
  const sites = await createFleet(database, secret, size);
  const roundMs = ((size.sites * size.assetsPerSite * size.tagsPerAsset) / rate) * 1_000;
  return { url: mqtt, sites, pointsPerMessage: 20, roundMs, rounds: Math.ceil((seconds * 1_000) / roundMs), startMs: Date.now() };
}
