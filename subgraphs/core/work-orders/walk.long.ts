import { expect, test } from 'vitest';
import { walk } from '../testing/walk.ts';
import { World } from '../testing/world.ts';

test('what twenty people at once make of the same orders fits together, round after round', async () => {
  await using world = await World.create();
  for (let round = 0; round < 3; round += 1) {
    const { made, refused } = await walk(world, { workers: 20, steps: 100, orders: 12 });
    expect(made).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(0);
  }
});
