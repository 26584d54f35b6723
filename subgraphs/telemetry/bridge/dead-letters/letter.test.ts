import { expect, test } from 'vitest';
import { decodeLetters, encodeLetters, LetterBook, sampleBytesMax } from './letter.ts';

const sender = { tenantId: 't', siteId: 's', gatewayId: 'g' };
const sample = () => Buffer.from('sent');

test('of one reason, topic, gateway and minute there is one letter with a growing sum and one sample', () => {
  const book = new LetterBook();
  const first = book.add(sender, 'a', 'unknown_tag', 'no such tag', 2, sample, 60_000);
  const again = book.add(sender, 'a', 'unknown_tag', 'no such tag', 3, () => expect.unreachable(), 119_999);
  expect(first).toMatchObject({ count: 2, sample: Buffer.from('sent').toString('base64'), receivedAtMs: 60_000 });
  expect(again).toEqual({ ...first, count: 5, sample: undefined });
  const others = [
    book.add(sender, 'b', 'unknown_tag', '', 1, sample, 119_999),
    book.add(sender, 'a', 'bad_timestamp', '', 1, sample, 119_999),
    book.add({ ...sender, gatewayId: 'h' }, 'a', 'unknown_tag', '', 1, sample, 119_999),
    book.add(sender, 'a', 'unknown_tag', '', 1, sample, 120_000),
  ];
  expect(new Set([first, ...others].map(({ id }) => id)).size).toBe(5);
  expect(others.map(({ count }) => count)).toEqual([1, 1, 1, 1]);
});

test('a gateway that makes up topics gets a bounded number of letters, and none is left out of the sum', () => {
  const book = new LetterBook();
  const letters = Array.from({ length: 500 }, (_, index) => book.add(sender, `topic ${index}`, 'forbidden', 'not yours', 1, sample, 0));
  const sums = new Map(letters.map(({ id, count }) => [id, count]));
  expect(sums.size).toBe(21);
  expect([...sums.values()].reduce((sum, count) => sum + count, 0)).toBe(500);
});

test('comes back from the journal as it went in, with no more of the sample than is kept', () => {
  const letter = new LetterBook().add(sender, 'a', 'too_large', 'too large', 1, () => Buffer.alloc(sampleBytesMax + 1), 7);
  expect(decodeLetters(encodeLetters([letter]))).toEqual([letter]);
  expect(Buffer.from(letter.sample ?? '', 'base64')).toHaveLength(sampleBytesMax);
});
