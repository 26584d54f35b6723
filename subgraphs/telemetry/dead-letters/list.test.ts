import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ingestDeadLetters } from '@dcmms/db/telemetry/dead-letters.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import { World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

const query = `query ($first: Int, $after: String, $where: DeadLetterWhere) { deadLetters(first: $first, after: $after, where: $where) {
  totalCount nodes { id reason topic gateway error payload receivedAt count } pageInfo { endCursor hasNextPage } } }`;

describe('dead letters', () => {
  test('are told with their reason, their gateway and a sample of what came', async () => {
    const answered = await world.ask('engineer', query);
    expect(answered).toMatchObject({
      errors: [],
      data: {
        deadLetters: {
          totalCount: 1,
          nodes: [
            {
              id: world.deadLetters.north,
              reason: 'UNKNOWN_TAG',
              topic: 'dcmms/v1/home/NORTH/telemetry',
              gateway: 'GW-01',
              error: 'There is no tag INV-99.Power on this site.',
              payload: '{"asset":"INV-99"}',
              count: 3,
            },
          ],
        },
      },
    });
  });

  test('come newest first, are filtered by reason and time, and paged; bytes that are no text do no harm', async () => {
    const added = [1, 2, 3].map((minute) => ({
      id: uuidv7(),
      tenantId: world.home,
      siteId: world.sites.north,
      gatewayId: null,
      topic: `t/${minute}`,
      reason: 'invalid_schema' as const,
      payload: Uint8Array.from([0x1f, 0x8b, 0, 0xff]),
      receivedAt: new Date(Date.UTC(2026, 9, 1, 8, minute)),
    }));
    await world.rows.insert(ingestDeadLetters).values(added);
    const where = { reason: { eq: 'INVALID_SCHEMA' }, receivedAt: { lt: '2026-10-01T08:03:00Z' } };
    const page = async (after?: unknown) => (await world.ask('engineer', query, { variables: { first: 1, where, after } })).data;
    const first = await page();
    expect(first).toMatchObject({
      deadLetters: {
        totalCount: 2,
        nodes: [{ topic: 't/2', gateway: null, payload: expect.any(String) }],
        pageInfo: { hasNextPage: true },
      },
    });
    const { deadLetters } = first as { deadLetters: { pageInfo: { endCursor: string } } };
    expect(await page(deadLetters.pageInfo.endCursor)).toMatchObject({
      deadLetters: { nodes: [{ topic: 't/1' }], pageInfo: { hasNextPage: false } },
    });
  });
});
