import { sensorMappings } from '@dcmms/db/telemetry/sensor-mappings.ts';
import { anyOf } from '@dcmms/runtime/guard.ts';
import { parseId } from '@dcmms/runtime/id.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import { badInput } from '@dcmms/runtime/refusal.ts';
import type { Context, Subscriptions } from '../context.ts';
import type { TagRow } from '../rows.ts';
import { FrameFeed, type Frame } from './frame-feed.ts';
import { latestOfAll } from './latest.ts';
import { tagRows } from './reach.ts';

const tagsMax = 500;
const hzMax = 10;

/**
 * Live values of some tags: the last known ones first, then the newest of each, at most `maxHz` times a second.
 *
 * @throws BAD_USER_INPUT for no tags or more than 500, a malformed id, ids that are no tags within reach, and `maxHz` outside 1…10.
 */
export const telemetryFrames: Subscriptions['telemetryFrames'] = {
  subscribe: async (_parent, args, context) => {
    const hz = args.maxHz ?? hzMax;
    if (hz < 1 || hz > hzMax) throw badInput(`\`maxHz\` is a number from 1 to ${hzMax}.`);
    const tags = await reachedTags(context.op, args.tagIds);
    const feed = new FrameFeed(1_000 / hz);
    // Listening comes before reading what is known, or what is measured in between would be missed.
    const stop = context.live().listen(tags, (reading) => feed.offer(reading));
    await offerKnown(context, tags, feed);
    return frames(feed, stop);
  },
};

async function reachedTags(op: Operation, given: readonly string[]): Promise<TagRow[]> {
  const ids = [...new Set(given.map((id) => parseId(id, 'tagIds')))];
  if (ids.length === 0 || ids.length > tagsMax) throw badInput(`\`tagIds\` names from 1 to ${tagsMax} tags.`);
  const tags = await op.read.find(tagRows, 'read:telemetry', { where: anyOf(sensorMappings.id, ids) });
  const unknown = ids.length - tags.length;
  // How many, not which: a foreign tag is told from an unknown one by nobody.
  if (unknown > 0)
    throw badInput(`${unknown} of the ${ids.length} \`tagIds\` ${unknown === 1 ? 'is no tag' : 'are no tags'} within your reach.`);
  return tags;
}

async function offerKnown(context: Context, tags: readonly TagRow[], feed: FrameFeed): Promise<void> {
  try {
    const known = await latestOfAll(context, tags);
    for (const [index, tag] of tags.entries()) {
      const reading = known[index];
      if (reading) feed.offer({ tagId: tag.id, ...reading });
    }
  } catch (error) {
    // Live values do not depend on the store: a subscriber sees them although it is away.
    context.op.log.warn({ err: error }, 'the last known values of a live stream could not be read');
  }
}

/** Hand-written, because an async generator's return() waits for its pending next() and so for one more reading. */
function frames(feed: FrameFeed, stop: () => void): AsyncIterableIterator<{ telemetryFrames: Frame }> {
  return {
    async next() {
      const frame = await feed.next();
      return frame ? { done: false, value: { telemetryFrames: frame } } : { done: true, value: undefined };
    },
    async return() {
      stop();
      feed.end();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
