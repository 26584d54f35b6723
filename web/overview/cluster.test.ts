import { expect, test } from 'vitest';
import { cluster } from './cluster.ts';

test('sites that would cover each other become one mark, where the first of them is', () => {
  const found = cluster(
    [
      { id: 'worst', x: 10, y: 10 },
      { id: 'far', x: 200, y: 10 },
      { id: 'near', x: 20, y: 14 },
    ],
    24,
  );
  expect(found.map(({ x, members }) => [x, members.map(({ id }) => id)])).toEqual([
    [10, ['worst', 'near']],
    [200, ['far']],
  ]);
});
