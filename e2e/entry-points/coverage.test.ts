import { beforeAll, expect, test } from 'vitest';
import { trespasses } from '@dcmms/runtime/testing/entry-points.ts';
import { entryPoints as core } from '@dcmms/core/testing/entry-points.ts';
import { entryPoints as inventory } from '@dcmms/inventory/testing/entry-points.ts';
import { entryPoints as predictions } from '@dcmms/predictions/testing/entry-points.ts';
import { entryPoints as telemetry } from '@dcmms/telemetry/testing/entry-points.ts';
import { missingCases, type Covered } from './entry-point.ts';
import { graphEntryPoints, routes, subgraphEntryPoints, topics } from './listed.ts';
import { routeEntryPoints } from './routes.ts';
import { topicEntryPoints } from './topics.ts';

const lists: Record<string, readonly Covered[]> = { core, inventory, telemetry, predictions };

let served: string[];
beforeAll(async () => {
  served = await routes();
});

test.each([...subgraphEntryPoints()])(
  'every root field and every entity that %s resolves has a case for each way to trespass',
  (name, there) => {
    expect(missingCases(there, lists[name] ?? [])).toEqual([]);
  },
);

test('every root field of the composed graph belongs to one of these lists', () => {
  const listed = Object.values(lists).flat();
  expect(
    missingCases(
      graphEntryPoints(),
      listed.filter(({ kind }) => kind !== 'entity'),
    ),
  ).toEqual([]);
});

test('every topic has a case for each way to trespass', () => {
  expect(missingCases(topics(), topicEntryPoints)).toEqual([]);
});

test('every route has a case for each way to trespass', () => {
  expect(missingCases(served, routeEntryPoints)).toEqual([]);
});

test('the lists that are compared are the real ones', () => {
  expect(graphEntryPoints()).toEqual(expect.arrayContaining(['query site', 'mutation startWorkOrder', 'subscription alertChanged']));
  expect(subgraphEntryPoints().get('core')).toContain('entity WorkOrder');
  expect(served).toEqual(
    expect.arrayContaining(['route gateway POST /graphql', 'route subgraph POST /graphql', 'route gateway WS /graphql']),
  );
  expect(topics()).toContain('topic telemetryTopic');
});

test.each(trespasses)('an entry point without a case for %s is found, and so is one without any', (trespass) => {
  const complete = { kind: 'query' as const, name: 'site', cases: Object.fromEntries(trespasses.map((each) => [each, [() => undefined]])) };
  expect(missingCases(['query site'], [complete])).toEqual([]);
  for (const gap of [[], undefined, { cannotHappen: 'no' }]) {
    expect(missingCases(['query site'], [{ ...complete, cases: { ...complete.cases, [trespass]: gap } }])).toEqual([
      `query site has no case for ${trespass}`,
    ]);
  }
  expect(missingCases(['query asset', 'query site'], [complete])).toEqual(['query asset has no cases']);
  expect(missingCases([], [complete])).toEqual(['query site has cases and is gone']);
});
