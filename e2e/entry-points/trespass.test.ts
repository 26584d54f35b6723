import { afterAll, beforeAll, describe, test } from 'vitest';
import { Installation } from '@dcmms/dev/installation/installation.ts';
import { trespasses } from '@dcmms/runtime/testing/entry-points.ts';
import { graphCases } from './graph.ts';
import { routeEntryPoints } from './routes.ts';
import { topicEntryPoints } from './topics.ts';
import { RunningWorld } from './world.ts';

let installation: Installation;
let world: RunningWorld;

beforeAll(async () => {
  // As services, so that their own doors are there to be tried.
  installation = await Installation.create(['--no-plant', '--no-web', '--services']);
  await installation.start();
  world = await RunningWorld.enter(installation);
}, 240_000);

afterAll(async () => {
  await installation.remove();
}, 60_000);

const cases = [...topicEntryPoints, ...routeEntryPoints].flatMap(({ kind, name, cases: of }) =>
  trespasses.flatMap((trespass) => {
    const given = of[trespass];
    return 'cannotHappen' in given ? [] : given.map(({ what, run }) => ({ title: `${kind} ${name}, ${trespass}: ${what}`, run }));
  }),
);

describe('who has no business at a topic or route learns nothing and changes nothing', () => {
  test.each(cases)('$title', async ({ run }) => {
    await run(world);
  });
});

describe('the gateway refuses at every root field of the graph', () => {
  test.each(graphCases())('$title', async ({ run }) => {
    await run(world);
  });
});
