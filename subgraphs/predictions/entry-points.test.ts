import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attempts, entryPointsOf } from '@dcmms/runtime/testing/entry-points.ts';
import { prove } from '@dcmms/runtime/testing/prove.ts';
import { entryPoints } from './testing/entry-points.ts';
import { World } from './testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

test('every root field and entity of predictions has its cases', () => {
  expect(entryPoints.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(entryPointsOf(world.subgraph.schema));
});

describe('who has no business at an entry point learns nothing', () => {
  test.each(attempts(entryPoints))('$title', async ({ attempt }) => {
    const { as, query, variables, outcome } = attempt(world);
    prove(await world.ask(as, query, variables), outcome);
  });
});
