import { graphql } from '../gql/gql.ts';
import { follow } from '../graph/feed.ts';
import { hashOf, operationNameOf } from '../graph/document.ts';
import { socket } from '../graph/socket.ts';
import { MountedTags } from './mounted.ts';
import type { Ring } from './ring.ts';
import { LiveValues, type Frame, type LiveValue } from './values.ts';

const liveFrames = graphql(`
  subscription LiveFrames($tagIds: [ID!]!, $maxHz: Int) {
    telemetryFrames(tagIds: $tagIds, maxHz: $maxHz) {
      tagIds
      timestamps
      values
      qualities
    }
  }
`);

/** Eyes do not read faster, and a frame costs as much as its values (reference: 500 values a second are 6 % of a core at 4, 9 % at 10). */
const framesPerSecond = 5;
const settleMs = 60;

const values = new LiveValues((run) => {
  // A hidden page is not painted; nobody looks, but whoever comes back wants the newest at once.
  if (document.hidden) setTimeout(run, 1_000);
  else requestAnimationFrame(run);
});
const tags = new MountedTags(() => {
  clearTimeout(settling);
  settling = setTimeout(resubscribe, settleMs);
});
let settling: ReturnType<typeof setTimeout> | undefined;
let following: { readonly tagIds: readonly string[]; readonly stop: () => void } | undefined;

export const liveValueNow = (tagId: string): LiveValue | undefined => values.get(tagId);

/** Follows a tag's values until the function it returns is called; `listener` is told once per painted frame. */
export function followTag(tagId: string, listener: () => void): () => void {
  const unmount = tags.add(tagId);
  const stop = values.subscribe(tagId, listener);
  return () => {
    stop();
    unmount();
  };
}

/** The readings of a tag since the page follows it, for a chart; filled while somebody follows the tag. */
export function liveRing(tagId: string): Ring {
  return values.ring(tagId);
}

/** One subscription for the page. The new one begins before the old one ends: no value is missed, and one that comes twice is dropped. */
function resubscribe(): void {
  const wanted = tags.followed();
  const before = following;
  if (before && wanted.length === before.tagIds.length && wanted.every((tagId) => before.tagIds.includes(tagId))) return;
  following =
    wanted.length === 0
      ? undefined
      : {
          tagIds: wanted,
          stop: follow(
            socket(),
            { operationName: operationNameOf(liveFrames), variables: { tagIds: wanted, maxHz: framesPerSecond }, hash: hashOf(liveFrames) },
            {
              next: ({ data }) => {
                const frame = frameOf(data);
                if (frame) values.take(frame);
              },
              // No permission for telemetry, or the tags are gone: the cells stay empty.
              refused: () => {},
            },
          ),
        };
  before?.stop();
  for (const tagId of before?.tagIds ?? []) if (!tags.has(tagId)) values.forget(tagId);
}

function frameOf(data: unknown): Frame | undefined {
  if (typeof data !== 'object' || data === null || !('telemetryFrames' in data)) return undefined;
  const frame = data.telemetryFrames;
  return isFrame(frame) ? frame : undefined;
}

function isFrame(frame: unknown): frame is Frame {
  return (
    typeof frame === 'object' &&
    frame !== null &&
    'tagIds' in frame &&
    Array.isArray(frame.tagIds) &&
    'timestamps' in frame &&
    Array.isArray(frame.timestamps) &&
    'values' in frame &&
    Array.isArray(frame.values) &&
    'qualities' in frame &&
    Array.isArray(frame.qualities)
  );
}
