import { expect, test } from 'vitest';
import { Delivery } from './completion.ts';
import { Mailbox, mergeFrames, StreamEnded, type Outlet } from './mailbox.ts';

/** A socket whose readiness is in the hand of the test. */
class Tap implements Outlet {
  ready = true;
  readonly sent: unknown[] = [];
  #wakes: (() => void)[] = [];

  send(delivery: Delivery): void {
    this.sent.push(delivery.result.data?.['change']);
  }

  onceReady(wake: () => void): void {
    this.#wakes.push(wake);
  }

  open(): void {
    this.ready = true;
    for (const wake of this.#wakes.splice(0)) wake();
  }
}

const events = { frames: undefined, responseName: 'change' };
const frames = { frames: { listKeys: ['tagIds', 'numbers'] }, responseName: 'change' };
const event = (change: unknown) => new Delivery({ data: { change } });
const frame = (tags: string[], numbers: number[]) =>
  new Delivery({ data: { change: { tagIds: tags, numbers, sequence: numbers[0] } } }, tags);

test('a client that keeps up gets every event at once', () => {
  const tap = new Tap();
  const mailbox = new Mailbox({ plan: events, outlet: tap, waitingMax: 2 });
  for (const change of [1, 2, 3, 4]) mailbox.deliver(event(change));
  expect(tap.sent).toEqual([1, 2, 3, 4]);
});

test('what waits for a slow client is delivered in order once it reads again', () => {
  const tap = new Tap();
  const mailbox = new Mailbox({ plan: events, outlet: tap, waitingMax: 5 });
  tap.ready = false;
  for (const change of [1, 2, 3]) mailbox.deliver(event(change));
  expect(tap.sent).toEqual([]);
  tap.open();
  mailbox.deliver(event(4));
  expect(tap.sent).toEqual([1, 2, 3, 4]);
});

test('a full box of events is closed with an error after what waited: nothing is skipped in silence', async () => {
  const tap = new Tap();
  let dropped = 0;
  const mailbox = new Mailbox({ plan: events, outlet: tap, waitingMax: 2, onDropped: (count) => (dropped += count) });
  tap.ready = false;
  for (const change of [1, 2, 3, 4]) mailbox.deliver(event(change));
  expect(mailbox.waiting).toBe(2);
  tap.open();
  await expect(mailbox.ended).rejects.toSatisfy(
    (error) => error instanceof StreamEnded && error.errors[0]?.extensions['code'] === 'RATE_LIMITED',
  );
  expect(tap.sent).toEqual([1, 2]);
  expect(dropped).toBe(1);
});

test('frames for a slow client become one with the newest value of each tag', () => {
  const tap = new Tap();
  const mailbox = new Mailbox({ plan: frames, outlet: tap, waitingMax: 2 });
  tap.ready = false;
  for (let round = 1; round <= 1_000; round += 1) mailbox.deliver(frame(['t1', `t${2 + (round % 3)}`], [round, round]));
  expect(mailbox.waiting).toBe(1);
  tap.open();
  const [merged] = tap.sent as { tagIds: string[]; numbers: number[] }[];
  expect(Object.fromEntries(merged?.tagIds.map((tag, index) => [tag, merged.numbers[index]]) ?? [])).toEqual({
    t1: 1000,
    t2: 999,
    t3: 1000,
    t4: 998,
  });
});

test('frames that cannot be merged replace each other', () => {
  const failed = new Delivery({ data: null, errors: [{ message: 'gone' }] }, ['t1']);
  expect(mergeFrames(frames, frame(['t1'], [1]), failed)).toBe(failed);
  const crooked = new Delivery({ data: { change: { tagIds: ['t1'], numbers: [1, 2] } } }, ['t1']);
  expect(mergeFrames(frames, frame(['t1'], [1]), crooked)).toBe(crooked);
});

test('a catch-up waits until nothing waits', async () => {
  const tap = new Tap();
  const mailbox = new Mailbox({ plan: events, outlet: tap, waitingMax: 5 });
  await mailbox.room();
  tap.ready = false;
  mailbox.deliver(event(1));
  let hasRoom = false;
  const room = mailbox.room().then(() => (hasRoom = true));
  await Promise.resolve();
  expect(hasRoom).toBe(false);
  tap.open();
  await room;
  expect(tap.sent).toEqual([1]);
});

test('a box that was closed takes nothing more and keeps nobody waiting', async () => {
  const tap = new Tap();
  const mailbox = new Mailbox({ plan: events, outlet: tap, waitingMax: 5 });
  tap.ready = false;
  mailbox.deliver(event(1));
  const room = mailbox.room();
  mailbox.close();
  await room;
  await mailbox.ended;
  mailbox.deliver(event(2));
  tap.open();
  expect(tap.sent).toEqual([]);
});
