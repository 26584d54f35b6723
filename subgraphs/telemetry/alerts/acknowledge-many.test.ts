import { eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outbox } from '@dcmms/db/operations/outbox.ts';
import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

interface Acknowledged {
  readonly alerts: readonly { readonly id: string; readonly status: string; readonly acknowledgmentComment: string | null }[] | null;
  readonly problems: readonly { readonly code: string; readonly path: readonly string[]; readonly message: string }[];
}

async function acknowledge(as: string, ids: readonly string[], note?: string, idempotencyKey?: string): Promise<Acknowledged> {
  const query = `mutation ($input: AcknowledgeAlertsInput!) { acknowledgeAlerts(input: $input) {
    alerts { id status acknowledgmentComment } problems { code path message } } }`;
  const { data, errors } = await world.ask(as, query, { variables: { input: { ids, note } }, idempotencyKey });
  expect(errors).toEqual([]);
  return (data as { acknowledgeAlerts: Acknowledged }).acknowledgeAlerts;
}

async function add(count: number, values: Partial<typeof alerts.$inferInsert> = {}): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, () => world.addAlert(values)));
}

async function events(ids: readonly string[]): Promise<number> {
  return (
    await world.rows
      .select({ id: outbox.id })
      .from(outbox)
      .where(inArray(outbox.entityId, [...ids]))
  ).length;
}

describe('acknowledging many alerts', () => {
  test('writes and tells each of them, in the order of the input', async () => {
    const ids = (await add(100)).reverse();
    const { alerts: done, problems } = await acknowledge('operator', ids, ' The grid tripped ');
    expect(problems).toEqual([]);
    expect(done?.map(({ id }) => id)).toEqual(ids);
    expect(new Set(done?.map(({ status, acknowledgmentComment }) => `${status} ${acknowledgmentComment}`))).toEqual(
      new Set(['ACKNOWLEDGED The grid tripped']),
    );
    expect(await events(ids)).toBe(100);
  });

  test('keeps nobody from the others: what cannot be acknowledged is told at its place', async () => {
    const [first = '', over = '', last = ''] = await add(3);
    await world.rows.update(alerts).set({ status: 'resolved' }).where(eq(alerts.id, over));
    const { alerts: done, problems } = await acknowledge('operator', [first, over, world.alerts.south, last, first]);
    expect(done?.map(({ id }) => id)).toEqual([first, last]);
    expect(problems).toEqual([
      { code: 'NOT_ALLOWED_NOW', path: ['ids', '1'], message: 'This alert is over already.' },
      { code: 'NOT_FOUND', path: ['ids', '2'], message: 'There is no such alert within your reach.' },
    ]);
    expect(await events([over, world.alerts.south])).toBe(0);
  });

  test('takes what is over beside what is active: each gets its note, and what is over stays so', async () => {
    const [active = ''] = await add(1);
    const [cleared = ''] = await add(1, { status: 'resolved', resolvedAutomatically: true });
    const { alerts: done, problems } = await acknowledge('operator', [cleared, active, cleared], 'Seen');
    expect(problems).toEqual([]);
    expect(done).toEqual([
      { id: cleared, status: 'RESOLVED', acknowledgmentComment: 'Seen' },
      { id: active, status: 'ACKNOWLEDGED', acknowledgmentComment: 'Seen' },
    ]);
    expect(await events([cleared, active])).toBe(2);
  });

  test('is refused as a whole when none can be', async () => {
    const [one = ''] = await add(1, { status: 'acknowledged' });
    const { alerts: done, problems } = await acknowledge('operator', [one]);
    expect(done).toBeNull();
    expect(problems).toEqual([expect.objectContaining({ code: 'NOT_ALLOWED_NOW', path: ['ids', '0'] })]);
  });

  test('twice under one key is one effect, and the same answer with its problems', async () => {
    const ids = [...(await add(2)), world.alerts.foreign];
    const first = await acknowledge('operator', ids, undefined, 'key-1');
    expect(first.problems).toHaveLength(1);
    expect(await acknowledge('operator', ids, undefined, 'key-1')).toEqual(first);
    expect(await events(ids)).toBe(2);
  });

  test('by twenty at once, in any order, succeeds for one of them each', async () => {
    const ids = await add(10);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => acknowledge('operator', index % 2 === 0 ? ids : ids.toReversed())),
    );
    expect(answers.flatMap(({ alerts: done }) => done ?? [])).toHaveLength(10);
    expect(await events(ids)).toBe(10);
  });
});
