import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answered } from '@dcmms/runtime/testing/ask.ts';
import { attempts, entryPointsOf } from '@dcmms/runtime/testing/entry-points.ts';
import { errorCode } from '@dcmms/runtime/error-code.ts';
import { prove } from '@dcmms/runtime/testing/prove.ts';
import { GraphQLError } from 'graphql';
import { entryPoints } from './testing/entry-points.ts';
import { World } from './testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

test('every root field and entity of core has its cases', () => {
  expect(entryPoints.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(entryPointsOf(world.core.schema));
});

describe('who has no business at an entry point learns nothing and changes nothing', () => {
  test.each(attempts(entryPoints))('$title', async ({ attempt }) => {
    const { as, query, variables = {}, outcome } = attempt(world);
    const answered = query.startsWith('subscription') ? await firstHeard(as, query, variables) : await world.ask(as, query, { variables });
    prove(answered, outcome);
  });
});

/** What a subscriber hears first when an order changes at the north site, then one at the south site, then one abroad. */
async function firstHeard(as: string, query: string, variables: Readonly<Record<string, unknown>>): Promise<Answered> {
  let stream;
  try {
    stream = await world.listen(as, query, variables);
  } catch (error) {
    const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
    return { data: null, errors: errors.map(told) };
  }
  const document = `mutation ($input: AddCommentInput!) { addComment(input: $input) { problems { code } } }`;
  for (const [who, workOrderId] of [
    ['manager', world.orders.mine],
    ['neighbour', world.orders.south],
    ['foreigner', world.orders.abroad],
  ] as const) {
    const { errors } = await world.ask(who, document, { variables: { input: { workOrderId, body: 'Hello' } } });
    expect(errors).toEqual([]);
  }
  const { value } = await stream.next();
  await stream.return?.();
  return { data: JSON.parse(JSON.stringify(value.data)), errors: (value.errors ?? []).map(told) };
}

function told(error: unknown): Answered['errors'][number] {
  if (!(error instanceof GraphQLError)) throw error;
  return { code: errorCode(error), message: error.message, path: error.path ?? [], cause: error };
}
