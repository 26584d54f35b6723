import { fixedId, fixedIdEpochMs } from '../identity/fixed-id.ts';
import type { inventoryItems } from '../inventory/inventory-items.ts';
import type { inventoryTransactions } from '../inventory/inventory-transactions.ts';
import type { workOrderLabor } from '../work-orders/labor.ts';
import type { workOrderCounters, workOrderNumbers } from '../work-orders/numbers.ts';
import type { workOrderParts } from '../work-orders/parts.ts';
import type { workOrderStateHistory } from '../work-orders/state-history.ts';
import type { workOrderTasks } from '../work-orders/tasks.ts';
import type { workOrders, WorkOrderStatus } from '../work-orders/work-orders.ts';
import { randomOf } from './random.ts';
import type { BulkSite, Equipment } from './year1-site.ts';

/** 500,000 orders, 2 million tasks, a million parts, 10,000 items over 500 sites (ERD). */
const ordersPerSite = 1_000;
const tasksPerOrder = 4;
const partsPerOrder = 2;
const itemsPerSite = 20;
/** Refilled when it is used up: the ledger of an item never goes below zero. */
const openingStock = 100;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

// Hours after the creation at which an order takes each step; the last ones of the year have not come that far.
const steps: readonly (readonly [status: WorkOrderStatus, transition: string, hours: number])[] = [
  ['draft', 'create', 0],
  ['submitted', 'submit', 1],
  ['approved', 'approve', 8],
  ['scheduled', 'schedule', 12],
  ['assigned', 'assign', 13],
  ['in_progress', 'start', 48],
  ['completed', 'complete', 51],
  ['verified', 'verify', 60],
  ['closed', 'close', 96],
];
const types = ['preventive', 'corrective', 'inspection', 'preventive'] as const;
const priorities = ['medium', 'high', 'low', 'medium', 'critical'] as const;

/** A year of work of one site with its stock and ledger. */
export function ordersOf(site: BulkSite, { machines }: Equipment, now: Date) {
  const random = randomOf(`year1-orders:${site.id}`);
  const orders: (typeof workOrders.$inferInsert)[] = [];
  const tasks: (typeof workOrderTasks.$inferInsert)[] = [];
  const parts: (typeof workOrderParts.$inferInsert)[] = [];
  const labor: (typeof workOrderLabor.$inferInsert)[] = [];
  const history: (typeof workOrderStateHistory.$inferInsert)[] = [];
  const numbers: (typeof workOrderNumbers.$inferInsert)[] = [];
  const counters = new Map<string, typeof workOrderCounters.$inferInsert>();
  const shelf = openShelf(site, now);
  const { tenantId } = site;
  const actor = (index: number) => site.people[index % site.people.length] ?? '';
  // The sites of a tenant number in lanes of their own, so that none has to know the others'.
  const lane = (site.index % 5) * 100;

  for (let index = 0; index < ordersPerSite; index += 1) {
    const createdMs = Math.floor(now.getTime() - (365 * dayMs * (ordersPerSite - index)) / (ordersPerSite + 1));
    const id = fixedId(`order:${site.id}/${index}`, createdMs);
    const at = (hours: number) => new Date(createdMs + hours * hourMs);
    const taken = steps.filter(([, , hours]) => at(hours) <= now);
    const status = taken.at(-1)?.[0] ?? 'draft';
    const stamp = (wanted: WorkOrderStatus) => {
      const step = taken.find(([candidate]) => candidate === wanted);
      return step === undefined ? null : at(step[2]);
    };
    const day = new Date(createdMs).toISOString().slice(0, 10);
    const lastNumber = (counters.get(day)?.lastNumber ?? lane) + 1;
    counters.set(day, { tenantId, day, lastNumber });
    const number = `WO-${day.replaceAll('-', '')}-${String(lastNumber).padStart(4, '0')}`;
    numbers.push({ tenantId, number, workOrderId: id });
    const machine = random.pick(machines);
    const executor = actor(random.between(0, 49));
    const isDone = stamp('completed') !== null;
    orders.push({
      id,
      number,
      title: `Work ${index + 1} on ${machine.code}`,
      description: 'Generated for the size, not for reading.',
      type: random.pick(types),
      priority: random.pick(priorities),
      status,
      siteId: site.id,
      assetId: machine.id,
      assignedTo: stamp('assigned') === null ? null : executor,
      scheduledStart: stamp('scheduled') === null ? null : at(48),
      scheduledEnd: stamp('scheduled') === null ? null : at(52),
      actualStart: stamp('in_progress'),
      actualEnd: stamp('completed'),
      tenantId,
      createdBy: actor(index),
      updatedAt: at(taken.at(-1)?.[2] ?? 0),
      version: taken.length,
      submittedAt: stamp('submitted'),
      approvedAt: stamp('approved'),
      scheduledAt: stamp('scheduled'),
      assignedAt: stamp('assigned'),
      completedAt: stamp('completed'),
      completedBy: isDone ? executor : null,
      verifiedAt: stamp('verified'),
      closedAt: stamp('closed'),
      completionNotes: isDone ? 'Done' : null,
      estimatedDurationMinutes: 180,
    });
    for (const [step, [to, transition, hours]] of taken.entries()) {
      const occurredAt = at(hours);
      history.push({
        id: fixedId(`step:${id}/${step}`, occurredAt.getTime()),
        tenantId,
        workOrderId: id,
        fromStatus: taken[step - 1]?.[0] ?? null,
        toStatus: to,
        transition,
        actorId: executor,
        occurredAt,
      });
    }
    for (let task = 1; task <= tasksPerOrder; task += 1) {
      tasks.push({
        id: fixedId(`task:${id}/${task}`, createdMs),
        tenantId,
        workOrderId: id,
        title: `Step ${task}`,
        sequenceOrder: task,
        status: isDone ? 'completed' : 'pending',
        completedAt: stamp('completed'),
        completedBy: isDone ? executor : null,
      });
    }
    if (stamp('in_progress') !== null) {
      labor.push({
        id: fixedId(`labor:${id}`, at(48).getTime()),
        tenantId,
        workOrderId: id,
        userId: executor,
        startTime: at(48),
        endTime: isDone ? at(51) : null,
        durationMinutes: isDone ? 180 : null,
      });
    }
    if (!isDone) continue;
    for (let part = 0; part < partsPerOrder; part += 1) {
      const consumedAt = new Date(at(50).getTime() + part);
      const { itemId, unitCost } = shelf.take(random.between(0, itemsPerSite - 1), consumedAt, id, executor);
      parts.push({
        id: fixedId(`part:${id}/${part}`, consumedAt.getTime()),
        tenantId,
        workOrderId: id,
        inventoryItemId: itemId,
        quantityConsumed: 1,
        unitCost,
        consumedAt,
        consumedBy: executor,
      });
    }
  }
  return {
    orders,
    tasks,
    parts,
    labor,
    history,
    numbers,
    counters: [...counters.values()],
    items: shelf.items(),
    movements: shelf.movements,
  };
}

function openShelf(site: BulkSite, now: Date) {
  const movements: (typeof inventoryTransactions.$inferInsert)[] = [];
  const keeper = site.people[6] ?? '';
  const shelves = Array.from({ length: itemsPerSite }, (_, index) => ({
    id: fixedId(`part:${site.id}/${index}`),
    code: `PART-${String(index + 1).padStart(3, '0')}`,
    unitCost: ((index + 1) * 12.5).toFixed(2),
    onHand: 0,
    moves: 0,
  }));
  const move = (
    shelf: (typeof shelves)[number],
    kind: 'opening' | 'receive' | 'consume',
    quantity: number,
    at: Date,
    by: string,
    workOrderId: string | null,
  ) => {
    shelf.onHand += quantity;
    shelf.moves += 1;
    movements.push({
      id: fixedId(`movement:${shelf.id}/${shelf.moves}`, at.getTime()),
      tenantId: site.tenantId,
      inventoryItemId: shelf.id,
      siteId: site.id,
      kind,
      quantity,
      balanceAfter: shelf.onHand,
      unitCost: shelf.unitCost,
      workOrderId,
      performedBy: by,
      occurredAt: at,
    });
  };
  const opened = new Date(now.getTime() - 365 * dayMs);
  for (const shelf of shelves) move(shelf, 'opening', openingStock, opened, keeper, null);
  return {
    movements,
    take(index: number, at: Date, workOrderId: string, by: string) {
      const shelf = shelves[index];
      if (shelf === undefined) throw new Error(`There is no shelf ${index}.`);
      if (shelf.onHand === 0) move(shelf, 'receive', openingStock, new Date(at.getTime() - hourMs), keeper, null);
      move(shelf, 'consume', -1, at, by, workOrderId);
      return { itemId: shelf.id, unitCost: shelf.unitCost };
    },
    items(): (typeof inventoryItems.$inferInsert)[] {
      return shelves.map((shelf) => ({
        id: shelf.id,
        tenantId: site.tenantId,
        siteId: site.id,
        code: shelf.code,
        name: shelf.code,
        category: 'other',
        quantityOnHand: shelf.onHand,
        minQuantity: 10,
        maxQuantity: 200,
        unitCost: shelf.unitCost,
        averageCost: shelf.unitCost,
        createdAt: new Date(fixedIdEpochMs),
      }));
    },
  };
}
