import { GraphQLError } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorCode } from '@dcmms/runtime/error-code.ts';
import type { Answered } from '@dcmms/runtime/testing/ask.ts';
import { attempts, entryPointsOf } from '@dcmms/runtime/testing/entry-points.ts';
import { prove } from '@dcmms/runtime/testing/prove.ts';
import { entryPoints } from './testing/entry-points.ts';
import { World } from './testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

test('every root field, subscription and entity of telemetry has its cases', () => {
  expect(entryPoints.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(entryPointsOf(world.telemetry.schema));
});

describe('who has no business at an entry point learns nothing and changes nothing', () => {
  test.each(attempts(entryPoints))('$title', async ({ attempt }) => {
    const { as, query, variables = {}, outcome } = attempt(world);
    const answered = query.startsWith('subscription') ? await firstHeard(as, query, variables) : await world.ask(as, query, { variables });
    prove(answered, outcome);
  });
});

/** What a subscriber hears first when an alert changes at the north inverter, at the battery, at the south site and abroad. */
async function firstHeard(as: string, query: string, variables: Readonly<Record<string, unknown>>): Promise<Answered> {
  let stream;
  try {
    stream = await world.listen(as, query, variables);
  } catch (error) {
    const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
    return { data: null, errors: errors.map(told) };
  }
  for (const place of ['inverter', 'battery', 'south', 'foreign'] as const) await world.changeAlert(world.alerts[place]);
  const { value } = await stream.next();
  await stream.return?.();
  return { data: JSON.parse(JSON.stringify(value.data)), errors: (value.errors ?? []).map(told) };
}

function told(error: unknown): Answered['errors'][number] {
  if (!(error instanceof GraphQLError)) throw error;
  return { code: errorCode(error), message: error.message, path: error.path ?? [], cause: error };
}
