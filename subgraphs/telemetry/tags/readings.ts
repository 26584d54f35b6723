import { QuestDbUnavailable } from '@dcmms/db/questdb/pool.ts';
import type { QuestDbReader } from '@dcmms/db/questdb/read.ts';
import type { Series, SiteReader } from '@dcmms/db/questdb/site-reader.ts';
import { graphqlError } from '@dcmms/runtime/refusal.ts';
import type { TagRow } from '../rows.ts';

/**
 * Reads readings of tags that were reached: of their sites and no others.
 *
 * @throws UNAVAILABLE or TIMEOUT when the store does not answer.
 */
export async function readingsOf<Result>(
  reader: QuestDbReader,
  tags: readonly TagRow[],
  read: (reader: SiteReader) => Promise<Result>,
): Promise<Result> {
  try {
    return await read(reader.forSites(tags.map(({ siteId }) => siteId)));
  } catch (error) {
    if (!(error instanceof QuestDbUnavailable)) throw error;
    throw graphqlError(error.reason === 'timeout' ? 'TIMEOUT' : 'UNAVAILABLE', `${error.message} Try again in a moment.`);
  }
}

/** How the store names a tag's readings. */
export function seriesName(tag: TagRow): Series {
  return { siteId: tag.siteId, assetId: tag.assetId, tag: tag.name };
}
