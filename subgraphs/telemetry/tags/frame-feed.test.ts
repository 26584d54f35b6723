import { describe, expect, test } from 'vitest';
import { FrameFeed } from './frame-feed.ts';

const at = (ms: number) => new Date(1_763_812_800_000 + ms);

function reading(tagId: string, ms: number, value: number | null = ms) {
  return { tagId, timestamp: at(ms), value, quality: 'GOOD' as const };
}

describe('a feed of frames', () => {
  test('tells the newest reading of each tag, whatever came in between and late', async () => {
    const feed = new FrameFeed(1);
    for (const each of [reading('a', 1), reading('b', 5), reading('a', 3), reading('a', 2)]) feed.offer(each);
    expect(await feed.next()).toEqual({ tagIds: ['a', 'b'], timestamps: [at(3), at(5)], values: [3, 5], qualities: ['GOOD', 'GOOD'] });
    for (const each of [reading('a', 3, 99), reading('b', 6, null)]) feed.offer(each);
    expect(await feed.next()).toMatchObject({ tagIds: ['b'], values: [null] });
  });

  test('waits for a reading, and for its time', async () => {
    const feed = new FrameFeed(40);
    const first = feed.next();
    feed.offer(reading('a', 1));
    expect(await first).toMatchObject({ tagIds: ['a'] });
    const told = performance.now();
    feed.offer(reading('a', 2));
    const second = feed.next();
    feed.offer(reading('b', 2));
    expect(await second).toMatchObject({ tagIds: ['a', 'b'] });
    expect(performance.now() - told).toBeGreaterThan(30);
  });

  test('ends at once, whoever waits', async () => {
    const feed = new FrameFeed(10_000);
    feed.offer(reading('a', 1));
    await feed.next();
    feed.offer(reading('a', 2));
    const [pacing, idle] = [feed.next(), new FrameFeed(1)];
    const waiting = idle.next();
    feed.end();
    idle.end();
    expect([await pacing, await waiting, await feed.next()]).toEqual([undefined, undefined, undefined]);
  });
});
