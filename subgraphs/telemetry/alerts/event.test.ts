import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outbox } from '@dcmms/db/operations/outbox.ts';
import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { tellOf } from '../bridge/alerts/outbox.ts';
import { World } from '../testing/world.ts';
import { alertTopic, reviveAlert } from './event.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('the event of an alert', () => {
  test('that the bridge writes comes back as the row it was', async () => {
    const id = await world.addAlert({ triggeredAt: new Date('2026-11-25T10:00:00.123Z'), metadata: { at: '2026-11-25T10:00:00Z' } });
    const [row] = await world.rows.select().from(alerts).where(eq(alerts.id, id));
    if (!row) throw new Error('there is no such alert');
    await tellOf(world.rows, row);
    const [event] = await world.rows.select().from(outbox).where(eq(outbox.entityId, id));
    expect(event).toMatchObject({ topic: alertTopic, tenantId: world.home, siteId: world.sites.north });
    expect(reviveAlert(event?.payload)).toEqual(row);
  });

  test('of an older version lacks a column, which is null', () => {
    const payload = {
      id: 'a',
      tenantId: 't',
      siteId: 's',
      status: 'active',
      severity: 'low',
      number: 'N',
      title: 'T',
      triggeredAt: '2026-11-25T10:00:00.000Z',
    };
    expect(reviveAlert(payload)).toMatchObject({
      id: 'a',
      triggeredAt: new Date('2026-11-25T10:00:00Z'),
      assetId: null,
      acknowledgedAt: null,
    });
  });

  test.each([null, 'text', [], { id: 'a' }, { id: 'a', title: 'T', triggeredAt: 1 }])('is none when its payload is %j', (payload) => {
    expect(reviveAlert(payload)).toBeUndefined();
  });
});
