import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { World, type Stream } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

const subscription = `subscription ($siteId: ID, $after: String) {
  alertChanged(siteId: $siteId, after: $after) { cursor alert { id status occurrenceCount triggeredAt acknowledgedAt asset { id } rule { code } } } }`;

describe('alertChanged', () => {
  test('tells an alert as it was at each change, whatever it is by now', async () => {
    const triggeredAt = new Date('2026-11-25T10:00:00.123Z');
    const id = await world.addAlert({ triggeredAt });
    const stream = await world.listen('operator', subscription);
    await world.changeAlert(id);
    await world.changeAlert(id);
    const acknowledge = 'mutation ($id: ID!) { acknowledgeAlert(input: { id: $id }) { problems { code } } }';
    expect((await world.ask('operator', acknowledge, { variables: { id } })).errors).toEqual([]);
    const heard = [await next(stream), await next(stream), await next(stream)];
    expect(heard).toMatchObject([
      { alert: { id, status: 'ACTIVE', occurrenceCount: 2, triggeredAt: triggeredAt.toISOString(), acknowledgedAt: null } },
      { alert: { id, status: 'ACTIVE', occurrenceCount: 3, asset: { id: world.assets.inverter }, rule: { code: 'HOT' } } },
      { alert: { id, status: 'ACKNOWLEDGED', occurrenceCount: 3, acknowledgedAt: expect.stringMatching(/Z$/) } },
    ]);
    await stream.return?.();
  });

  test('narrows to one site', async () => {
    const stream = await world.listen('administrator', subscription, { siteId: world.sites.south });
    await world.changeAlert(world.alerts.inverter);
    await world.changeAlert(world.alerts.south);
    expect(await next(stream)).toMatchObject({ alert: { id: world.alerts.south } });
    await stream.return?.();
  });

  test('begins at once, not when the first event is asked for', async () => {
    const stream = await world.listen('operator', subscription);
    await world.changeAlert(world.alerts.inverter);
    await world.changeAlert(world.alerts.battery);
    expect(await next(stream)).toMatchObject({ alert: { id: world.alerts.inverter } });
    await stream.return?.();
  });

  test('resumes after any cursor: dropped again and again, a subscriber misses nothing and hears nothing twice', async () => {
    const id = await world.addAlert();
    const first = await world.listen('operator', subscription);
    await world.changeAlert(id);
    let { cursor } = await next(first);
    await first.return?.();
    const changing = (async () => {
      for (let change = 0; change < 60; change += 1) await world.changeAlert(id);
    })();
    const counts: unknown[] = [];
    while (counts.length < 60) {
      const stream = await world.listen('operator', subscription, { after: cursor });
      for (let taken = 0; taken < 1 + (counts.length % 3) && counts.length < 60; taken += 1) {
        const heard = await next(stream);
        cursor = heard.cursor;
        counts.push(heard.alert.occurrenceCount);
      }
      await stream.return?.();
    }
    await changing;
    expect(counts).toEqual(Array.from({ length: 60 }, (_, index) => index + 3));
  });

  test('ends at once when it is returned and when its request ends, although nothing happens', async () => {
    const returned = await world.listen('operator', subscription);
    const waiting = returned.next();
    await returned.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });

    const life = new AbortController();
    const aborted = await world.listen('operator', subscription, {}, life.signal);
    const alsoWaiting = aborted.next();
    life.abort();
    expect(await alsoWaiting).toEqual({ done: true, value: undefined });
  });

  test('tells a technician of what an order of theirs is about, from its assignment on', async () => {
    const { assetId } = await world.addAsset('INV-09');
    const id = await world.addAlert({ assetId });
    const stream = await world.listen('technician', subscription);
    await world.changeAlert(id);
    await world.changeAlert(world.alerts.battery);
    expect(await next(stream)).toMatchObject({ alert: { id: world.alerts.battery } });
    await world.rows.insert(workOrders).values({
      tenantId: world.home,
      siteId: world.sites.north,
      assetId,
      number: 'WO-2',
      title: 'Look at it',
      type: 'inspection',
      assignedTo: world.users.technician,
      createdBy: world.users.colleague,
    });
    await world.changeAlert(id);
    expect(await next(stream)).toMatchObject({ alert: { id } });
    await stream.return?.();
  });
});

interface Heard {
  readonly cursor: string;
  readonly alert: { readonly id: string; readonly occurrenceCount: number };
}

async function next(stream: Stream): Promise<Heard> {
  const { value } = await stream.next();
  expect(value.errors).toBeUndefined();
  return JSON.parse(JSON.stringify(value.data)).alertChanged;
}
