import type { AlertWhere, TrendAlarmsQuery } from '../gql/graphql.ts';
import type { Span } from './chart/series.ts';

export type TrendAlarm = TrendAlarmsQuery['alerts']['nodes'][number];

/** Whole minutes: a span that moves with the clock asks the same question for a while. */
const stepMs = 60_000;
/** An alarm that is over lasted no longer, or seldom did; one that is not is asked for whenever it began. */
const lastedMsMax = 7 * 86_400_000;

/** Alarms of assets that may have to do with a span: the graph finds none by its end. */
export function alarmsAround(assetIds: readonly string[], { from, to }: Span): AlertWhere {
  const since = new Date(Math.floor((from - lastedMsMax) / stepMs) * stepMs).toISOString();
  const until = new Date(Math.ceil(to / stepMs) * stepMs).toISOString();
  return {
    assetId: { in: [...assetIds] },
    or: [
      { triggeredAt: { gte: since, lt: until } },
      { status: { in: ['ACTIVE', 'ACKNOWLEDGED', 'SUPPRESSED'] }, triggeredAt: { lt: since } },
    ],
  };
}

/** Raised in the span, or not over when it began. */
export function isWithin({ triggeredAt, resolvedAt }: Pick<TrendAlarm, 'triggeredAt' | 'resolvedAt'>, { from, to }: Span): boolean {
  return Date.parse(triggeredAt) < to && (resolvedAt === null || Date.parse(resolvedAt) >= from);
}

/** Whether alarms that were raised in the span are among those that did not fit; they come the latest first. */
export function isCut(
  { nodes, totalCount }: { readonly nodes: readonly Pick<TrendAlarm, 'triggeredAt'>[]; readonly totalCount: number },
  { from }: Span,
): boolean {
  const last = nodes.at(-1);
  return totalCount > nodes.length && (last === undefined || Date.parse(last.triggeredAt) >= from);
}
