import { and, asc, eq, isNull } from 'drizzle-orm';
import { expect } from 'vitest';
import { outbox } from '@dcmms/db/operations/outbox.ts';
import { workOrderLabor } from '@dcmms/db/work-orders/labor.ts';
import { workOrderStateHistory } from '@dcmms/db/work-orders/state-history.ts';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { statesOf, transitions, type TransitionName } from '../work-orders/lifecycle.ts';
import { change } from './change.ts';
import type { World } from './world.ts';

/**
 * Many people change the same few orders at once, each what the order's state seems to allow; then what is written must still
 * fit together.
 *
 * @returns How many changes were made, and how many refused.
 */
export async function walk(world: World, settings: { readonly workers: number; readonly steps: number; readonly orders: number }) {
  const assetIds = [await world.addAsset(), await world.addAsset()];
  const ids: string[] = [];
  for (let index = 0; index < settings.orders; index += 1) {
    ids.push(await world.addOrder({ status: 'draft', assetId: assetIds[index % assetIds.length] ?? null }));
  }
  const tally = { made: 0, refused: 0 };
  const worker = async () => {
    for (let step = 0; step < settings.steps; step += 1) {
      const { id, status, version } = await world.order(pick(ids));
      const possible = names.filter((name) => statesOf(name).includes(status) && (name !== 'cancelWorkOrder' || Math.random() < 0.05));
      if (possible.length === 0) continue;
      const name = pick(possible);
      const { problems } = await change(world, 'admin', name, { id, version, ...inputs(world)[name] });
      if (problems.length === 0) tally.made += 1;
      else tally.refused += 1;
    }
  };
  await Promise.all(Array.from({ length: settings.workers }, worker));
  await assertConsistent(world, ids, assetIds);
  return tally;
}

const names = [...new Set(transitions.map((step): TransitionName => step.name))];

/** What the verbs ask for; the windows are so short that few of them meet. */
function inputs(world: World): Partial<Record<TransitionName, Readonly<Record<string, unknown>>>> {
  const from = 0.01 + Math.random() * 1.9;
  const reason = 'Because';
  return {
    scheduleWorkOrder: { start: world.hours(from).toISOString(), end: world.hours(from + 0.001).toISOString() },
    assignWorkOrder: { userId: pick([world.users.technician, world.users.colleague]) },
    startWorkOrder: { safetyAcknowledged: true },
    completeWorkOrder: { notes: 'Done' },
    rejectWorkOrder: { reason },
    unscheduleWorkOrder: { reason },
    unassignWorkOrder: { reason },
    holdWorkOrder: { reason },
    reopenWorkOrder: { reason },
    cancelWorkOrder: { reason },
  };
}

async function assertConsistent(world: World, ids: readonly string[], assetIds: readonly string[]): Promise<void> {
  for (const id of ids) {
    const order = await world.order(id);
    const history = await world.rows
      .select()
      .from(workOrderStateHistory)
      .where(eq(workOrderStateHistory.workOrderId, id))
      .orderBy(asc(workOrderStateHistory.id));
    // Every passage begins where the one before it ended, each is one version, and the last one is where the order is.
    expect(history.map(({ fromStatus }) => fromStatus)).toEqual(
      ['draft', ...history.map(({ toStatus }) => toStatus)].slice(0, history.length),
    );
    expect(history.at(-1)?.toStatus ?? 'draft').toBe(order.status);
    expect(order.version).toBe(history.length + 1);

    const events = await world.rows.select().from(outbox).where(eq(outbox.entityId, id)).orderBy(asc(outbox.xid), asc(outbox.id));
    expect(events.map(({ payload }) => (payload as { version: number }).version)).toEqual(history.map((_, index) => index + 2));

    const working = await world.rows
      .select()
      .from(workOrderLabor)
      .where(and(eq(workOrderLabor.workOrderId, id), isNull(workOrderLabor.endTime)));
    const reopened = history.at(-1)?.transition === 'reopen';
    expect(working).toHaveLength(order.status === 'in_progress' && !reopened ? 1 : 0);
  }
  for (const assetId of assetIds) {
    const held = (await world.rows.select().from(workOrders).where(eq(workOrders.assetId, assetId))).filter(
      ({ status }) => status === 'in_progress' || status === 'on_hold',
    );
    expect((await world.asset(assetId)).status).toBe(held.length > 0 ? 'under_maintenance' : 'operational');
  }
}

function pick<Item>(items: readonly Item[]): Item {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('there is nothing to pick from');
  return item;
}
