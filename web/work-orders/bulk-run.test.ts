import { expect, it } from 'vitest';
import { changeAll, type Answer } from './bulk-run.ts';

const after = async (ms: number, answer: Answer<number>): Promise<Answer<number>> => {
  await new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
  return answer;
};

it('Tells what was done and what was refused, each in the order in which it was given', async () => {
  const settled: number[] = [];
  const outcome = await changeAll(
    [1, 2, 3, 4, 5, 6],
    (item) => after((7 - item) * 3, item % 3 === 0 ? { refused: `not ${item}` } : { done: item * 10 }),
    (count) => settled.push(count),
  );
  expect(outcome.done).toEqual([1, 2, 4, 5].map((item) => ({ item, after: item * 10 })));
  expect(outcome.refused).toEqual([3, 6].map((item) => ({ item, why: `not ${item}` })));
  expect(outcome.unsent).toEqual([]);
  expect(settled).toEqual([1, 2, 3, 4, 5, 6]);
});

it('Has only a few on their way at the same time', async () => {
  let underway = 0;
  let most = 0;
  await changeAll(
    Array.from({ length: 20 }, (_, item) => item + 1),
    async (item) => {
      underway += 1;
      most = Math.max(most, underway);
      const answer = await after(2, { done: item });
      underway -= 1;
      return answer;
    },
    () => {},
  );
  expect(most).toBe(4);
});

it('Ends when there is no answer: the rest is not sent, and told', async () => {
  const sent: number[] = [];
  const items = Array.from({ length: 12 }, (_, item) => item + 1);
  const outcome = await changeAll(
    items,
    async (item) => {
      sent.push(item);
      return after(item, item === 2 ? 'unanswered' : { done: item });
    },
    () => {},
  );
  expect(sent.length).toBeLessThan(items.length);
  expect(outcome.unsent).toEqual([2, ...items.filter((item) => !sent.includes(item))]);
  expect(outcome.done.map(({ item }) => item)).toEqual(sent.filter((item) => item !== 2));
});

it('Nothing is nothing', async () => {
  expect(
    await changeAll(
      [],
      () => after(1, { done: 1 }),
      () => {},
    ),
  ).toEqual({ done: [], refused: [], unsent: [] });
});
