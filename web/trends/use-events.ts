'use client';

import { useMemo } from 'react';
import type { TrendOrdersQuery } from '../gql/graphql.ts';
import { useData } from '../graph/use-data.ts';
import { links } from '../links.ts';
import { useWords } from '../words/index.ts';
import type { ChartBand, ChartLimit, ChartMark, Span } from './chart/series.ts';
import { trendAlarms, trendOrders } from './documents.ts';
import type { TrendTag } from './readings/use-tags.ts';
import { tellLevel, thresholdsOf } from './thresholds.ts';

type TrendOrder = TrendOrdersQuery['workOrders']['nodes'][number];

export interface Events {
  readonly bands: readonly ChartBand[];
  readonly marks: readonly ChartMark[];
}

/** Whole minutes: a span that moves with the clock asks the same question for a while. */
const stepMs = 60_000;

/** What happened to the assets while their readings were taken: alarms, and work that was done or is planned. */
export function useEvents(assetIds: readonly string[], span: Span | null): Events {
  const t = useWords('trends');
  const ids = [...new Set(assetIds)].toSorted();
  const from = new Date(Math.floor((span?.from ?? 0) / stepMs) * stepMs).toISOString();
  const to = new Date(Math.ceil((span?.to ?? 0) / stepMs) * stepMs).toISOString();
  const pause = ids.length === 0 || span === null;
  const alarms = useData(
    trendAlarms,
    {
      where: {
        assetId: { in: ids },
        or: [
          { triggeredAt: { gte: from, lt: to } },
          { status: { in: ['ACTIVE', 'ACKNOWLEDGED', 'SUPPRESSED'] }, triggeredAt: { lt: from } },
        ],
      },
    },
    { pause },
  ).data?.alerts.nodes;
  const orders = useData(trendOrders, { where: { assetId: { in: ids } } }, { pause }).data?.workOrders.nodes;
  return useMemo(() => {
    const shownAlarms = pause ? [] : (alarms ?? []);
    const shownOrders = pause ? [] : (orders ?? []).flatMap((order) => (timeOf(order) ? [{ order, time: timeOf(order) }] : []));
    return {
      bands: [
        ...shownAlarms.map((alarm): ChartBand => ({
          from: Date.parse(alarm.triggeredAt),
          to: alarm.resolvedAt ? Date.parse(alarm.resolvedAt) : null,
          kind: 'alarm',
          label: alarm.title,
          severity: alarm.severity,
          tagId: alarm.tag?.id,
        })),
        ...shownOrders.flatMap(({ order, time }): ChartBand[] => (time ? [{ ...time, kind: 'order', label: order.title }] : [])),
      ],
      marks: [
        ...shownAlarms.map((alarm): ChartMark => ({
          id: alarm.id,
          at: Date.parse(alarm.triggeredAt),
          kind: 'alarm',
          severity: alarm.severity,
          label: t('alarmMark', { title: alarm.title, asset: alarm.asset?.code ?? '' }),
          href: links.alarm(alarm.id),
        })),
        ...shownOrders.flatMap(({ order, time }): ChartMark[] =>
          time
            ? [
                {
                  id: order.id,
                  at: time.from,
                  kind: 'order',
                  label: t('orderMark', { number: order.number, title: order.title }),
                  href: links.workOrder(order.number),
                },
              ]
            : [],
        ),
      ],
    };
  }, [alarms, orders, pause, t]);
}

/** When it was worked on, or is planned to be; cancelled work happened at no time. */
function timeOf({ status, actualStart, actualEnd, scheduledStart, scheduledEnd }: TrendOrder): { from: number; to: number | null } | null {
  if (status === 'CANCELLED') return null;
  if (actualStart) return { from: Date.parse(actualStart), to: actualEnd ? Date.parse(actualEnd) : null };
  if (scheduledStart) return { from: Date.parse(scheduledStart), to: Date.parse(scheduledEnd ?? scheduledStart) };
  return null;
}

/** Levels that matter: what a sensor can mean, and what raises an alarm. With several tags on a chart they say whose they are. */
export function limitsOf(tags: readonly TrendTag[], say: ReturnType<typeof useWords<'trends'>>, language: string): ChartLimit[] {
  const several = tags.length > 1;
  return tags.flatMap(({ name, unit, minValid, maxValid, rules }): ChartLimit[] => {
    const valid = (value: number | null, edge: 'limit.min' | 'limit.max'): ChartLimit[] =>
      value === null
        ? []
        : [{ value, unit, kind: 'valid', label: say(edge, { name: several ? name : '', value: tellLevel(value, unit, language) }).trim() }];
    return [
      ...valid(minValid, 'limit.min'),
      ...valid(maxValid, 'limit.max'),
      ...(rules ?? []).flatMap(({ code, severity, condition }) =>
        thresholdsOf(condition).map(({ operator, value }): ChartLimit => ({
          value,
          unit,
          kind: 'rule',
          severity,
          label: say('limit.rule', { rule: code, operator, value: tellLevel(value, unit, language) }),
        })),
      ),
    ];
  });
}
