import DataLoader from 'dataloader';
import { and, eq, sql } from 'drizzle-orm';
import { workOrders, type WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import type { Operation, Permission } from '@dcmms/runtime/operation.ts';
import { badInput, forbidden } from '@dcmms/runtime/refusal.ts';
import type { PlanClashResolvers, WorkOrderAssigneeResolvers, WorkOrderAssigneesArgs } from '../generated/resolvers.ts';
import { assigneesAt } from '../people/assignee.ts';
import type { WorkOrderAssigneeRow, WorkOrderRow } from '../rows.ts';
import { loadOrder } from './order.ts';
import { isPlannedIn, type Window } from './plan.ts';
import { planRows, reaches } from './reach.ts';

/** An order whose window overlaps with one that somebody has in mind. */
export interface PlanClash {
  readonly id: string;
  readonly number: string;
  readonly status: WorkOrderStatus;
  readonly scheduledStart: Date;
  readonly scheduledEnd: Date;
}

const assigning: Permission = 'assign:work-orders';
const planning: Permission = ['schedule:work-orders', 'assign:work-orders'];

/** Of one person or asset; who has more in one window is not free for certain. */
const clashesMax = 20;

export const WorkOrderAssignee: WorkOrderAssigneeResolvers = {
  clashes: ({ user, orderId, window }, _args, { op }) => (window ? clashesOf(op, 'assignedTo', user.id, orderId, window) : null),
};

export const PlanClash: PlanClashResolvers = {
  workOrder: (clash, _args, { op }) => loadOrder(op, clash.id),
};

/**
 * The people that an order could be given to.
 *
 * @throws FORBIDDEN when the viewer's grant does not cover the order, BAD_USER_INPUT for a window that is none.
 */
export async function assigneesOf(op: Operation, order: WorkOrderRow, args: WorkOrderAssigneesArgs): Promise<WorkOrderAssigneeRow[]> {
  if (!reaches(op, assigning, order)) throw forbidden('assign:work-orders');
  const window = windowOf(order, args);
  return (await assigneesAt(op, assigning, order.siteId)).map((user) => ({ user, orderId: order.id, window }));
}

/**
 * What else is planned on an order's asset; null without a window.
 *
 * @throws FORBIDDEN when the viewer's grant does not cover the order, BAD_USER_INPUT for a window that is none.
 */
export async function assetClashesOf(
  op: Operation,
  order: WorkOrderRow,
  args: WorkOrderAssigneesArgs,
): Promise<readonly PlanClash[] | null> {
  if (!reaches(op, planning, order)) throw forbidden('schedule:work-orders or assign:work-orders');
  const window = windowOf(order, args);
  if (!window) return null;
  return order.assetId === null ? [] : clashesOf(op, 'assetId', order.assetId, order.id, window);
}

/** The window that is asked about, else the order's own. */
function windowOf(order: WorkOrderRow, { start, end }: WorkOrderAssigneesArgs): Window | undefined {
  if (!start && !end) {
    const { scheduledStart, scheduledEnd } = order;
    return scheduledStart && scheduledEnd ? { start: scheduledStart, end: scheduledEnd } : undefined;
  }
  if (!start || !end) throw badInput('A window has both `start` and `end`.');
  if (end <= start) throw badInput('`end` has to come after `start`.');
  return { start, end };
}

type Taken = 'assignedTo' | 'assetId';

/** Who or what, for which order, when. */
interface Wish {
  readonly id: string;
  readonly orderId: string;
  readonly window: Window;
}

/** The orders that take a person or an asset, by their start; those of one tick in one statement. */
function clashesOf(op: Operation, taken: Taken, id: string, orderId: string, window: Window): Promise<readonly PlanClash[]> {
  const cacheKeyFn = (wish: Wish) => JSON.stringify(wish);
  const loader = op.once(
    `clashes ${taken}`,
    () => new DataLoader((wishes: readonly Wish[]) => findClashes(op, taken, wishes), { cacheKeyFn }),
  );
  return loader.load({ id, orderId, window });
}

interface FoundClash {
  readonly place: number;
  readonly id: string;
  readonly number: string;
  readonly status: WorkOrderStatus;
  readonly startMs: number;
  readonly endMs: number;
}

async function findClashes(op: Operation, taken: Taken, wishes: readonly Wish[]): Promise<PlanClash[][]> {
  const list = (values: readonly string[]) => sql.param([...values]);
  const ms = (at: typeof workOrders.scheduledStart | typeof workOrders.scheduledEnd) => sql`(extract(epoch from ${at}) * 1000)::float8`;
  const found = await op.read.query<FoundClash>('plan_clashes', planRows, planning, (scope) => {
    const window = { start: sql`wish.start_at`, end: sql`wish.end_at` };
    const others = sql`select ${workOrders.id} as id, ${workOrders.number} as number, ${workOrders.status} as status,
        ${ms(workOrders.scheduledStart)} as start_ms, ${ms(workOrders.scheduledEnd)} as end_ms
      from ${workOrders} where ${and(eq(workOrders[taken], sql`wish.id`), isPlannedIn(window, sql`wish.order_id`), scope)}
      order by ${workOrders.scheduledStart}, ${workOrders.id} limit ${clashesMax}`;
    return sql`select wish.place::int4 as place, other.id, other.number, other.status, other.start_ms as "startMs", other.end_ms as "endMs"
      from unnest(${list(wishes.map(({ id }) => id))}::uuid[], ${list(wishes.map(({ orderId }) => orderId))}::uuid[],
        ${list(wishes.map(({ window: { start } }) => start.toISOString()))}::timestamptz[],
        ${list(wishes.map(({ window: { end } }) => end.toISOString()))}::timestamptz[]) with ordinality as wish(id, order_id, start_at, end_at, place)
      cross join lateral (${others}) as other order by wish.place, other.start_ms, other.id`;
  });
  const byPlace = Map.groupBy(found, ({ place }) => place);
  return wishes.map((_wish, index) =>
    (byPlace.get(index + 1) ?? []).map(({ id, number, status, startMs, endMs }) => ({
      id,
      number,
      status,
      scheduledStart: new Date(startMs),
      scheduledEnd: new Date(endMs),
    })),
  );
}
