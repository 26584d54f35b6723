import { and, eq, sql, type SQL } from 'drizzle-orm';
import DataLoader from 'dataloader';
import { z } from 'zod';
import { workOrderComments } from '@dcmms/db/work-orders/comments.ts';
import { workOrderStateHistory } from '@dcmms/db/work-orders/state-history.ts';
import { workOrders, type WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import { pageSizeDefault, pageSizeMax, totalCountMax, type Connection, type PageArguments } from '@dcmms/runtime/paging.ts';
import { badInput } from '@dcmms/runtime/refusal.ts';
import type { WorkOrderTimelineEntryResolvers } from '../generated/resolvers.ts';
import { loadUser } from '../people/user.ts';
import { commentsShown } from './comment.ts';
import { orderRows } from './reach.ts';

/** Something that happened to an order. */
export interface TimelineEntry {
  readonly id: string;
  readonly kind: 'state' | 'comment';
  readonly occurredAt: Date;
  readonly actorId: string | null;
  readonly fromStatus: WorkOrderStatus | null;
  readonly toStatus: WorkOrderStatus | null;
  /** The verb: `start`. */
  readonly verb: string | null;
  readonly reason: string | null;
  readonly body: string | null;
}

export const WorkOrderTimelineEntry: WorkOrderTimelineEntryResolvers = {
  actor: (entry, _args, { op }) => loadUser(op, entry.actorId),
  transition: (entry) => (entry.verb === null ? null : `${entry.verb}WorkOrder`),
};

/** Changes of state and comments of an order, oldest first; equal pages of all orders of a list come in one statement. */
export async function timelineOf(op: Operation, orderId: string, args: PageArguments): Promise<Connection<TimelineEntry>> {
  const first = args.first ?? pageSizeDefault;
  if (!Number.isInteger(first) || first < 0 || first > pageSizeMax) throw badInput(`\`first\` is a number from 0 to ${pageSizeMax}.`);
  const after = typeof args.after === 'string' ? decode(args.after) : undefined;
  const pages = op.once(
    `timeline ${first} ${args.after ?? ''}`,
    () => new DataLoader((ids: readonly string[]) => readEntries(op, ids, after, first + 1)),
  );
  const counts = op.once('timeline count', () => new DataLoader((ids: readonly string[]) => countEntries(op, ids)));
  const found = await pages.load(orderId);
  const nodes = found.slice(0, first);
  const edges = nodes.map((node) => ({ cursor: encode(node), node }));
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: found.length > first,
      hasPreviousPage: after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: () => counts.load(orderId),
  };
}

interface Position {
  readonly at: Date;
  readonly id: string;
}

/** An entry as the driver gives it: a time of a statement of our own comes as text, a number as a number. */
type StoredEntry = Omit<TimelineEntry, 'occurredAt'> & { readonly orderId: string; readonly atMs: number };

async function readEntries(op: Operation, ids: readonly string[], after: Position | undefined, limit: number): Promise<TimelineEntry[][]> {
  const rows = await op.read.query<StoredEntry>('work_order_timeline', orderRows, 'read:work-orders', (scope) => {
    const entries = sql`(
      ${limited(
        sql`select ${workOrderStateHistory.id} as id, 'state' as kind, ${workOrderStateHistory.occurredAt} as at,
        ${workOrderStateHistory.actorId} as actor_id, ${workOrderStateHistory.fromStatus} as from_status, ${workOrderStateHistory.toStatus} as to_status,
        ${workOrderStateHistory.transition} as verb, ${workOrderStateHistory.reason} as reason, null as body
        from ${workOrderStateHistory} where ${passagesOf(after)}`,
        limit,
      )} union all
      ${limited(
        sql`select ${workOrderComments.id}, 'comment', ${workOrderComments.createdAt} as at,
        ${workOrderComments.authorId}, null, null, null, null, ${workOrderComments.body}
        from ${workOrderComments} where ${commentsOf(op, after)}`,
        limit,
      )})`;
    return sql`select parent.parent_key as "orderId", entry.id, entry.kind, (extract(epoch from entry.at) * 1000)::float8 as "atMs", entry.actor_id as "actorId",
        entry.from_status as "fromStatus", entry.to_status as "toStatus", entry.verb, entry.reason, entry.body
      from ${reachedOrders(ids, scope)} cross join lateral (select * from ${entries} as entries order by at, id limit ${limit}) as entry`;
  });
  const byOrder = Map.groupBy(rows, (row) => row.orderId);
  return ids.map((id) => (byOrder.get(id) ?? []).map(({ atMs, ...entry }) => ({ ...entry, occurredAt: new Date(atMs) })));
}

async function countEntries(op: Operation, ids: readonly string[]): Promise<number[]> {
  const rows = await op.read.query<{ id: string; n: string }>('work_order_timeline_count', orderRows, 'read:work-orders', (scope) => {
    const passages = sql`select 1 from ${workOrderStateHistory} where ${passagesOf(undefined)} limit ${totalCountMax}`;
    const comments = sql`select 1 from ${workOrderComments} where ${commentsOf(op, undefined)} limit ${totalCountMax}`;
    return sql`select parent.parent_key as id, least(counted.n, ${totalCountMax}) as n from ${reachedOrders(ids, scope)}
      cross join lateral (select count(*) as n from ((${passages}) union all (${comments})) as entries) as counted`;
  });
  const byOrder = new Map(rows.map((row) => [row.id, Number(row.n)]));
  return ids.map((id) => byOrder.get(id) ?? 0);
}

/** The asked orders that the viewer reaches: what hangs on the others is not read. */
function reachedOrders(ids: readonly string[], scope: SQL): SQL {
  return sql`unnest(${sql.param([...ids])}::uuid[]) as parent(parent_key) join ${workOrders} on ${workOrders.id} = parent.parent_key and ${scope}`;
}

function passagesOf(after: Position | undefined): SQL | undefined {
  return and(
    eq(workOrderStateHistory.workOrderId, sql`parent.parent_key`),
    behind(workOrderStateHistory.occurredAt.getSQL(), workOrderStateHistory.id.getSQL(), after),
  );
}

function commentsOf(op: Operation, after: Position | undefined): SQL | undefined {
  return and(
    eq(workOrderComments.workOrderId, sql`parent.parent_key`),
    commentsShown(op),
    behind(workOrderComments.createdAt.getSQL(), workOrderComments.id.getSQL(), after),
  );
}

function behind(at: SQL, id: SQL, after: Position | undefined): SQL | undefined {
  return after && sql`(${at}, ${id}) > (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`;
}

function limited(select: SQL, limit: number): SQL {
  return sql`(${select} order by 3, 1 limit ${limit})`;
}

const position = z.tuple([z.iso.datetime(), z.uuid()]);

function encode(entry: TimelineEntry): string {
  return Buffer.from(JSON.stringify([entry.occurredAt.toISOString(), entry.id])).toString('base64url');
}

function decode(cursor: string): Position {
  try {
    const [at, id] = position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { at: new Date(at), id };
  } catch {
    throw badInput('`after` is not a cursor of this list.');
  }
}
