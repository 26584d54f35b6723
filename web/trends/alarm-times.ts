import type { TrendAlarmsFragment, TrendAlarmsQueryVariables } from '../gql/graphql.ts';
import type { Span } from './chart/series.ts';

export type TrendAlarm = TrendAlarmsFragment['nodes'][number];

/** Whole minutes: a span that moves with the clock asks the same question for a while. */
const stepMs = 60_000;
/** An alarm that is over lasted no longer, or seldom did; one that is not is asked for whenever it began. */
const lastedMsMax = 7 * 86_400_000;

/**
 * Alarms of assets that may have to do with a span: the graph finds none by its end. Those that began before it are asked for apart, and
 * those that still stand apart from those that are over: many that are over must not push out one that stands.
 */
export function alarmsAround(assetIds: readonly string[], { from, to }: Span): Required<TrendAlarmsQueryVariables> {
  const assetId = { in: [...assetIds] };
  const beginMs = Math.floor(from / stepMs) * stepMs;
  const [since, begin, until] = [beginMs - lastedMsMax, beginMs, Math.ceil(to / stepMs) * stepMs].map((at) => new Date(at).toISOString());
  return {
    within: { assetId, triggeredAt: { gte: begin, lt: until } },
    before: { assetId, status: { eq: 'RESOLVED' }, triggeredAt: { gte: since, lt: begin } },
    standing: { assetId, status: { in: ['ACTIVE', 'ACKNOWLEDGED', 'SUPPRESSED'] }, triggeredAt: { lt: begin } },
  };
}

/** Each once: one that ended while it was asked for is in two parts. */
export function together(parts: readonly { readonly nodes: readonly TrendAlarm[] }[]): readonly TrendAlarm[] {
  return [...new Map(parts.flatMap(({ nodes }) => nodes.map((alarm) => [alarm.id, alarm] as const))).values()];
}

/** Raised in the span, or not over when it began. */
export function isWithin({ triggeredAt, resolvedAt }: Pick<TrendAlarm, 'triggeredAt' | 'resolvedAt'>, { from, to }: Span): boolean {
  return Date.parse(triggeredAt) < to && (resolvedAt === null || Date.parse(resolvedAt) >= from);
}

/** Whether there are more than were read: one that was raised long before the span may yet have ended in it. */
export function isCut({ nodes, totalCount }: { readonly nodes: readonly unknown[]; readonly totalCount: number }): boolean {
  return totalCount > nodes.length;
}
