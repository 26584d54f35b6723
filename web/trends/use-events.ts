'use client';

import { useMemo } from 'react';
import { useSoon } from '../alarms/use-soon.ts';
import { useLiveEvents } from '../graph/live-feeds.tsx';
import { useData } from '../graph/use-data.ts';
import { links } from '../links.ts';
import { useWords } from '../words/index.ts';
import { alarmsAround, isCut, isWithin, together } from './alarm-times.ts';
import type { ChartBand, ChartLimit, ChartMark, Span } from './chart/series.ts';
import { trendAlarms, trendOrders } from './documents.ts';
import { ordersAround, timeWithin } from './order-times.ts';
import type { TrendTag } from './readings/use-tags.ts';
import { tellLevel, thresholdsOf } from './thresholds.ts';

export interface Events {
  readonly bands: readonly ChartBand[];
  readonly marks: readonly ChartMark[];
  /** There may be more than are told here: of the alarms or the orders the latest alone. */
  readonly cut: boolean;
}

const never: Span = { from: 0, to: 0 };

/** What happened to the assets while their readings were taken: alarms, and work that was done or is planned. */
export function useEvents(assetIds: readonly string[], span: Span | null): Events {
  const t = useWords('trends');
  const ids = [...new Set(assetIds)].toSorted();
  const pause = ids.length === 0 || span === null;
  const alarmed = useData(trendAlarms, alarmsAround(ids, span ?? never), { pause }).data;
  const { data, refetch } = useData(trendOrders, { where: ordersAround(ids, span ?? never) }, { pause });
  const refetchSoon = useSoon(() => {
    if (!pause) refetch();
  });
  useLiveEvents('workOrder', ({ workOrder }) => {
    if (workOrder.asset && ids.includes(workOrder.asset.id)) refetchSoon();
  });
  const ordered = data?.workOrders;
  return useMemo(() => {
    const parts = alarmed ? [alarmed.within, alarmed.before, alarmed.standing] : [];
    const shownAlarms = pause ? [] : together(parts).filter((alarm) => isWithin(alarm, span));
    const shownOrders = pause
      ? []
      : (ordered?.nodes ?? []).flatMap((order) => {
          const time = timeWithin(order, span);
          return time ? [{ order, time }] : [];
        });
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
        ...shownOrders.map(({ order, time }): ChartBand => ({ ...time, kind: 'order', label: order.title })),
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
        ...shownOrders.map(({ order, time }): ChartMark => ({
          id: order.id,
          at: time.from,
          kind: 'order',
          label: t('orderMark', { number: order.number, title: order.title }),
          href: links.workOrder(order.number),
        })),
      ],
      cut: !pause && [...parts, ...(ordered ? [ordered] : [])].some(isCut),
    };
  }, [alarmed, ordered, span, pause, t]);
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
