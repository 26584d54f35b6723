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

  test('are counted by reason within a span, the most frequent first', async () => {
    const of = { tenantId: world.home, siteId: world.sites.north, gatewayId: world.gateways.north, topic: 't' };
    await world.rows.insert(ingestDeadLetters).values([
      { ...of, id: uuidv7(), reason: 'bad_timestamp', count: 40, receivedAt: new Date('2026-09-01T08:00:00Z') },
      { ...of, id: uuidv7(), reason: 'bad_timestamp', count: 2, receivedAt: new Date('2026-09-01T09:00:00Z') },
      { ...of, id: uuidv7(), reason: 'too_large', count: 1, receivedAt: new Date('2026-09-01T10:00:00Z') },
      { ...of, id: uuidv7(), siteId: world.sites.south, reason: 'forbidden', count: 9, receivedAt: new Date('2026-09-01T10:00:00Z') },
    ]);
    const where = { receivedAt: { gte: '2026-09-01T00:00:00Z', lt: '2026-09-02T00:00:00Z' } };
    const counted = async (as: string, more: object = {}) => {
      const document = 'query ($where: DeadLetterWhere) { deadLetterReasons(where: $where) { reason count lastReceivedAt } }';
      const { data, errors } = await world.ask(as, document, { variables: { where: { ...where, ...more } } });
      expect(errors).toEqual([]);
      return (data as { deadLetterReasons: unknown }).deadLetterReasons;
    };
    const north = [
      { reason: 'BAD_TIMESTAMP', count: 42, lastReceivedAt: '2026-09-01T09:00:00.000Z' },
      { reason: 'TOO_LARGE', count: 1, lastReceivedAt: '2026-09-01T10:00:00.000Z' },
    ];
    expect(await counted('engineer')).toEqual(north);
    expect(await counted('administrator', { gatewayId: { eq: world.gateways.north } })).toEqual([
      north[0],
      { reason: 'FORBIDDEN', count: 9, lastReceivedAt: '2026-09-01T10:00:00.000Z' },
      north[1],
    ]);
    expect(await counted('engineer', { reason: { in: ['TOO_LARGE'] } })).toEqual([north[1]]);
  });
});
