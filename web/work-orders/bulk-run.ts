/** What came of one of many changes; without an answer nobody knows whether it was carried out. */
export type Answer<Done> = { readonly done: Done } | { readonly refused: string } | 'unanswered';

export interface Outcome<Item, Done> {
  readonly done: readonly { readonly item: Item; readonly after: Done }[];
  readonly refused: readonly { readonly item: Item; readonly why: string }[];
  /** Sent without an answer, or not sent any more after one that had none. */
  readonly unsent: readonly Item[];
}

/** How many are on their way at the same time. */
const lanes = 4;

/**
 * Makes a change of each, a few at a time, and tells after each how many are settled. One without an answer ends it: what has not been
 * sent by then would go the same way.
 */
export async function changeAll<Item, Done>(
  items: readonly Item[],
  change: (item: Item) => Promise<Answer<Done>>,
  tell: (settled: number) => void,
): Promise<Outcome<Item, Done>> {
  const answers = new Map<Item, Answer<Done>>();
  let next = 0;
  let ended = false;
  const lane = async (): Promise<void> => {
    for (let item = items[next]; item !== undefined && !ended; item = items[next]) {
      next += 1;
      // oxlint-disable-next-line no-await-in-loop -- a lane carries one at a time.
      const answer = await change(item);
      answers.set(item, answer);
      ended ||= answer === 'unanswered';
      tell(answers.size);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const done: { item: Item; after: Done }[] = [];
  const refused: { item: Item; why: string }[] = [];
  const unsent: Item[] = [];
  // In the order in which they were given, not in that of their answers.
  for (const item of items) {
    const answer = answers.get(item) ?? 'unanswered';
    if (answer === 'unanswered') unsent.push(item);
    else if ('done' in answer) done.push({ item, after: answer.done });
    else refused.push({ item, why: answer.refused });
  }
  return { done, refused, unsent };
}
