import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alerts, openAlerts } from '@dcmms/db/telemetry/alerts.ts';
import { auditLogs } from '@dcmms/db/operations/audit-logs.ts';
import { outbox } from '@dcmms/db/operations/outbox.ts';
import { World } from '../testing/world.ts';

const now = new Date('2026-11-25T12:00:00.000Z');
let world: World;

beforeAll(async () => {
  world = await World.create({ now: () => now });
});
afterAll(() => world[Symbol.asyncDispose]());

const fields = `alert { id status needsAcknowledgement acknowledgedAt acknowledgedBy { id } acknowledgmentComment resolvedAt resolution resolvedAutomatically suppressedUntil suppressionReason }
  problems { code message path }`;
const acknowledge = `mutation ($input: AcknowledgeAlertInput!) { acknowledgeAlert(input: $input) { ${fields} } }`;
const resolve = `mutation ($input: ResolveAlertInput!) { resolveAlert(input: $input) { ${fields} } }`;
const suppress = `mutation ($input: SuppressAlertInput!) { suppressAlert(input: $input) { ${fields} } }`;
const unsuppress = `mutation ($input: UnsuppressAlertInput!) { unsuppressAlert(input: $input) { ${fields} } }`;
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();

describe('acknowledging an alert', () => {
  test('says who takes care of it and when, in the row, the audit and the feed', async () => {
    const id = await world.addAlert();
    const answered = await world.ask('operator', acknowledge, { variables: { input: { id, note: '  On my way ' } } });
    expect(answered).toMatchObject({
      errors: [],
      data: {
        acknowledgeAlert: {
          alert: {
            id,
            status: 'ACKNOWLEDGED',
            acknowledgedAt: now.toISOString(),
            acknowledgedBy: { id: world.users.colleague },
            acknowledgmentComment: 'On my way',
          },
          problems: [],
        },
      },
    });
    const [row] = await world.rows.select().from(alerts).where(eq(alerts.id, id));
    const events = await eventsOf(id);
    expect(events).toEqual([{ topic: 'alert', siteId: world.sites.north, payload: JSON.parse(JSON.stringify(row)) }]);
    const audited = await world.rows.select().from(auditLogs).where(eq(auditLogs.resourceId, id));
    expect(audited.at(-1)).toMatchObject({
      userId: world.users.colleague,
      resourceType: 'alerts',
      changes: { after: { status: 'acknowledged' } },
    });
    expect(await isOpen(id)).toBe(true);
  });

  test('twice is refused and shows the alert as it is', async () => {
    const id = await world.addAlert();
    const ask = () => world.ask('operator', acknowledge, { variables: { input: { id } } });
    await ask();
    expect(await ask()).toMatchObject({
      data: { acknowledgeAlert: { alert: { id, status: 'ACKNOWLEDGED' }, problems: [{ code: 'NOT_ALLOWED_NOW', path: ['id'] }] } },
    });
    expect(await eventsOf(id)).toHaveLength(1);
  });

  test.each(['resolved', 'suppressed'] as const)('is refused when it is %s', async (status) => {
    const id = await world.addAlert({ status });
    const answered = await world.ask('operator', acknowledge, { variables: { input: { id } } });
    expect(answered.data).toMatchObject({ acknowledgeAlert: { problems: [{ code: 'NOT_ALLOWED_NOW' }] } });
  });

  test('by twenty at once succeeds for one', async () => {
    const id = await world.addAlert();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.ask('operator', acknowledge, { variables: { input: { id } } })),
    );
    const codes = answers.map((answered) => JSON.stringify(answered.data).includes('NOT_ALLOWED_NOW'));
    expect(codes.filter((refused) => !refused)).toHaveLength(1);
    expect(await eventsOf(id)).toHaveLength(1);
  });

  test('twenty times under one key is one effect and one answer', async () => {
    const id = await world.addAlert();
    const ask = () => world.ask('operator', acknowledge, { variables: { input: { id, note: 'Mine' } }, idempotencyKey: `once ${id}` });
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    for (const answered of answers) {
      expect(answered).toMatchObject({ errors: [], data: { acknowledgeAlert: { alert: { id, status: 'ACKNOWLEDGED' }, problems: [] } } });
    }
    expect(await eventsOf(id)).toHaveLength(1);
    const other = await world.ask('operator', acknowledge, {
      variables: { input: { id, note: 'Not mine' } },
      idempotencyKey: `once ${id}`,
    });
    expect(other.data).toMatchObject({ acknowledgeAlert: { alert: null, problems: [{ code: 'CONFLICT' }] } });
  });

  test('a technician may for the asset of an order of theirs, and for no other', async () => {
    const ask = (id: string) => world.ask('technician', acknowledge, { variables: { input: { id } } });
    expect((await ask(world.alerts.battery)).data).toMatchObject({ acknowledgeAlert: { alert: { status: 'ACKNOWLEDGED' }, problems: [] } });
    expect((await ask(world.alerts.inverter)).data).toMatchObject({ acknowledgeAlert: { alert: null, problems: [{ code: 'NOT_FOUND' }] } });
    const ofOrder = await world.addAlert({ workOrderId: world.orders.battery });
    expect((await ask(ofOrder)).data).toMatchObject({ acknowledgeAlert: { alert: { status: 'ACKNOWLEDGED' }, problems: [] } });
  });

  test('of one that its condition ended before anybody had seen it says so, and it stays resolved', async () => {
    const id = await world.addAlert({ status: 'resolved', resolvedAt: now, resolvedAutomatically: true });
    const ask = (note?: string) => world.ask('operator', acknowledge, { variables: { input: { id, note } } });
    expect((await ask('Saw it in the morning')).data).toMatchObject({
      acknowledgeAlert: {
        alert: {
          status: 'RESOLVED',
          needsAcknowledgement: false,
          acknowledgedAt: now.toISOString(),
          acknowledgedBy: { id: world.users.colleague },
          acknowledgmentComment: 'Saw it in the morning',
          resolvedAt: now.toISOString(),
          resolvedAutomatically: true,
        },
        problems: [],
      },
    });
    expect(await eventsOf(id)).toEqual([
      expect.objectContaining({ payload: expect.objectContaining({ status: 'resolved', acknowledgedBy: world.users.colleague }) }),
    ]);
    expect((await ask()).data).toMatchObject({ acknowledgeAlert: { problems: [{ code: 'NOT_ALLOWED_NOW', path: ['id'] }] } });
  });

  test.each(['resolve', 'suppress'] as const)('is all that may be done to such a one: %s is refused', async (verb) => {
    const id = await world.addAlert({ status: 'resolved', resolvedAutomatically: true });
    const [query, input] = verb === 'resolve' ? [resolve, { resolution: 'Done' }] : [suppress, { until: inDays(1), reason: 'Known' }];
    const answered = await world.ask('operator', query, { variables: { input: { id, ...input } } });
    expect(answered.data).toMatchObject({ [`${verb}Alert`]: { problems: [{ code: 'NOT_ALLOWED_NOW' }] } });
  });

  test('waits for the bridge, which holds the open alert, and then decides on what the bridge has made of it', async () => {
    const id = await world.addAlert();
    const bridge = world.rows.transaction(async (tx) => {
      await tx.execute(sql`select from open_alerts where alert_id = ${id} for update`);
      const answering = world.ask('operator', acknowledge, { variables: { input: { id } } });
      await waiting(1);
      await tx.execute(sql`delete from open_alerts where alert_id = ${id}`);
      await tx.update(alerts).set({ status: 'resolved', resolvedAutomatically: true }).where(eq(alerts.id, id));
      return { answering };
    });
    expect((await (await bridge).answering).data).toMatchObject({
      acknowledgeAlert: { alert: { status: 'RESOLVED', acknowledgedBy: { id: world.users.colleague } }, problems: [] },
    });
  });
});

describe('resolving an alert', () => {
  test.each(['active', 'acknowledged'] as const)('ends one that is %s, which is open no longer', async (status) => {
    const id = await world.addAlert({ status });
    const input = { id, resolution: 'Filter cleaned', rootCause: 'Pollen' };
    const answered = await world.ask('operator', resolve, { variables: { input } });
    expect(answered).toMatchObject({
      errors: [],
      data: {
        resolveAlert: {
          alert: { status: 'RESOLVED', resolvedAt: now.toISOString(), resolution: 'Filter cleaned', resolvedAutomatically: false },
          problems: [],
        },
      },
    });
    expect(await isOpen(id)).toBe(false);
    expect(await eventsOf(id)).toHaveLength(1);
    const again = await world.ask('operator', resolve, { variables: { input } });
    expect(again.data).toMatchObject({ resolveAlert: { problems: [{ code: 'NOT_ALLOWED_NOW' }] } });
  });

  test('without saying how is refused', async () => {
    const input = { id: world.alerts.inverter, resolution: ' ', rootCause: 'x'.repeat(4_001) };
    const answered = await world.ask('operator', resolve, { variables: { input } });
    expect(answered.data).toMatchObject({
      resolveAlert: {
        alert: null,
        problems: [
          { code: 'INVALID', path: ['resolution'] },
          { code: 'INVALID', path: ['rootCause'] },
        ],
      },
    });
  });
});

describe('suppressing an alert', () => {
  test('silences it until an instant, and it stays open', async () => {
    const id = await world.addAlert();
    const answered = await world.ask('operator', suppress, { variables: { input: { id, until: inDays(7), reason: 'Fan is on order' } } });
    expect(answered).toMatchObject({
      errors: [],
      data: {
        suppressAlert: { alert: { status: 'SUPPRESSED', suppressedUntil: inDays(7), suppressionReason: 'Fan is on order' }, problems: [] },
      },
    });
    expect(await isOpen(id)).toBe(true);
  });

  test.each([
    ['an instant that is over', -1, 'Because', ['until']],
    ['now', 0, 'Because', ['until']],
    ['more than seven days', 7.001, 'Because', ['until']],
    ['no reason', 1, '', ['reason']],
  ])('is refused for %s', async (_what, days, reason, path) => {
    const id = await world.addAlert();
    const answered = await world.ask('operator', suppress, { variables: { input: { id, until: inDays(days), reason } } });
    expect(answered.data).toMatchObject({ suppressAlert: { alert: null, problems: [{ code: 'INVALID', path }] } });
  });
});

describe('unsuppressing an alert', () => {
  const shelf = { status: 'suppressed', suppressedUntil: new Date(inDays(3)), suppressionReason: 'Fan is on order' } as const;
  const ask = (id: string, as: 'operator' | 'technician' = 'operator') => world.ask(as, unsuppress, { variables: { input: { id } } });

  test('ends its suppression now, in the row, the audit and the feed, and it stays open', async () => {
    const id = await world.addAlert(shelf);
    expect(await ask(id)).toMatchObject({
      errors: [],
      data: {
        unsuppressAlert: {
          alert: { status: 'ACTIVE', needsAcknowledgement: true, suppressedUntil: now.toISOString(), suppressionReason: 'Fan is on order' },
          problems: [],
        },
      },
    });
    expect(await isOpen(id)).toBe(true);
    expect(await eventsOf(id)).toEqual([expect.objectContaining({ payload: expect.objectContaining({ status: 'active' }) })]);
    const audited = await world.rows.select().from(auditLogs).where(eq(auditLogs.resourceId, id));
    expect(audited).toContainEqual(
      expect.objectContaining({
        userId: world.users.colleague,
        changes: expect.objectContaining({ after: expect.objectContaining({ status: 'active' }) }),
      }),
    );
  });

  test('gives back the acknowledgement that it had', async () => {
    const acknowledged = { acknowledgedBy: world.users.technician, acknowledgedAt: now, acknowledgmentComment: 'Mine' };
    const id = await world.addAlert({ ...shelf, ...acknowledged, lastOccurrenceAt: new Date(now.getTime() - 60_000) });
    expect((await ask(id)).data).toMatchObject({
      unsuppressAlert: {
        alert: { status: 'ACKNOWLEDGED', acknowledgedBy: { id: world.users.technician }, acknowledgmentComment: 'Mine' },
        problems: [],
      },
    });
  });

  test.each(['active', 'acknowledged', 'resolved'] as const)('is refused when it is %s', async (status) => {
    const id = await world.addAlert({ status });
    expect((await ask(id)).data).toMatchObject({
      unsuppressAlert: { alert: { id }, problems: [{ code: 'NOT_ALLOWED_NOW', path: ['id'] }] },
    });
    expect(await eventsOf(id)).toEqual([]);
  });

  test('twenty times under one key is one effect and one answer', async () => {
    const id = await world.addAlert(shelf);
    const once = () => world.ask('operator', unsuppress, { variables: { input: { id } }, idempotencyKey: `once ${id}` });
    for (const answered of await Promise.all(Array.from({ length: 20 }, once))) {
      expect(answered).toMatchObject({ errors: [], data: { unsuppressAlert: { alert: { id, status: 'ACTIVE' }, problems: [] } } });
    }
    expect(await eventsOf(id)).toHaveLength(1);
  });
});

async function eventsOf(id: string): Promise<{ topic: string; siteId: string | null; payload: unknown }[]> {
  return world.rows
    .select({ topic: outbox.topic, siteId: outbox.siteId, payload: outbox.payload })
    .from(outbox)
    .where(eq(outbox.entityId, id));
}

async function isOpen(id: string): Promise<boolean> {
  return (await world.rows.select().from(openAlerts).where(eq(openAlerts.alertId, id))).length > 0;
}

/** Until so many sessions of this database wait for a lock. */
async function waiting(count: number): Promise<void> {
  for (;;) {
    const found = await world.rows.execute<{ n: string }>(
      sql`select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (Number(found.rows[0]?.n) >= count) return;
  }
}
