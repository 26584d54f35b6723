import type { TrendOrdersQuery, WorkOrderStatus, WorkOrderWhere } from '../gql/graphql.ts';
import type { Span } from './chart/series.ts';

export type TrendOrder = TrendOrdersQuery['workOrders']['nodes'][number];

const dayMs = 86_400_000;
/** Work begins within the organisation's tolerance of its window's begin: hours. */
const earlyMsMax = dayMs;
/** Finished work may have lasted longer than was planned; what is not finished is asked for whatever was planned. */
const overrunMsMax = 30 * dayMs;
const unfinished: readonly WorkOrderStatus[] = ['IN_PROGRESS', 'ON_HOLD'];

/**
 * Orders of assets that may have to do with a span, by their windows: the graph finds no order by its actual times. In whole days, so
 * that a span that moves with the clock asks the same question for a day.
 */
export function ordersAround(assetIds: readonly string[], { from, to }: Span): WorkOrderWhere {
  const day = (at: number) => new Date(at).toISOString();
  return {
    assetId: { in: [...assetIds] },
    status: { ne: 'CANCELLED' },
    scheduledStart: { lt: day(Math.ceil((to + earlyMsMax) / dayMs) * dayMs) },
    or: [{ scheduledEnd: { gte: day(Math.floor((from - overrunMsMax) / dayMs) * dayMs) } }, { status: { in: [...unfinished] } }],
  };
}

/** When it was worked on, or is planned to be; null of what lies outside the span, and of cancelled work, which happened at no time. */
export function timeWithin(order: TrendOrder, span: Span): { readonly from: number; readonly to: number | null } | null {
  const time = timeOf(order);
  return time !== null && time.from < span.to && (time.to === null || time.to >= span.from) ? time : null;
}

function timeOf({ status, actualStart, actualEnd, scheduledStart, scheduledEnd }: TrendOrder): { from: number; to: number | null } | null {
  if (status === 'CANCELLED') return null;
  if (actualStart) return { from: Date.parse(actualStart), to: actualEnd ? Date.parse(actualEnd) : null };
  if (scheduledStart) return { from: Date.parse(scheduledStart), to: Date.parse(scheduledEnd ?? scheduledStart) };
  return null;
}
