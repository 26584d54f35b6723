import { expect, test } from 'vitest';
import { walk } from '../testing/walk.ts';
import { World } from '../testing/world.ts';

test('what eight people at once make of the same orders fits together: history, versions, events, labour, assets', async () => {
  await using world = await World.create();
  const { made } = await walk(world, { workers: 8, steps: 40, orders: 6 });
  expect(made).toBeGreaterThan(20);
});
