import DataLoader from 'dataloader';
import type { Reading } from '@dcmms/db/questdb/curve.ts';
import type { Context } from '../context.ts';
import type { TagRow } from '../rows.ts';
import { readingsOf, seriesName } from './readings.ts';

/** The newest reading of a tag, those of all tags of one tick read together; null when there is none. */
export function latestOf(context: Context, tag: TagRow): Promise<Reading | null> {
  const { op } = context;
  const loader = op.once(
    'latest readings',
    () => new DataLoader((tags: readonly TagRow[]) => latestOfAll(context, tags), { cacheKeyFn: ({ id }) => id }),
  );
  return loader.load(tag);
}

/** The newest readings of many tags, in their order. */
export function latestOfAll({ op, readings }: Context, tags: readonly TagRow[]): Promise<readonly (Reading | null)[]> {
  return readingsOf(readings, tags, (reader) => reader.latest(tags.map(seriesName), op.now(), op.signal));
}
