'use client';

import Link from 'next/link';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useData } from '../graph/use-data.ts';
import { links } from '../links.ts';
import { useZone } from '../time/zone.tsx';
import { TimeChart } from '../trends/chart/time-chart.tsx';
import type { ChartBand, ChartLimit, ChartMark, ChartSeries } from '../trends/chart/series.ts';
import { TrendWords } from '../trends/page-words.tsx';
import { Failed, Loading, NotRefreshed } from '../ui/states.tsx';
import { useWords } from '../words/index.ts';
import { alarmTrend } from './documents.ts';
import type { AlarmRecord } from './history.ts';
import { chartPx, isRunning, readoutPx, trendWindow } from './trend-window.ts';

/** How often readings that are still to come are asked for, while the window runs. */
const everyMs = 10_000;

/** The measured value from 30 minutes before the raise to 10 after, with the limit that it crossed. */
export default function AlarmTrend({ alarm }: { readonly alarm: AlarmRecord }): ReactNode {
  const t = useWords('alarms');
  const { zone } = useZone(alarm.site?.timezone);
  const raisedAt = alarm.lastOccurrenceAt ?? alarm.triggeredAt;
  const span = useMemo(() => trendWindow(Date.parse(raisedAt)), [raisedAt]);
  const running = useRunning(span.toMs);
  const variables = { id: alarm.tag?.id ?? '', from: new Date(span.fromMs).toISOString(), to: new Date(span.toMs).toISOString() };
  const { data, state, error, failedSince, refetch } = useData(alarmTrend, variables, { pause: !alarm.tag });

  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(refetch, everyMs);
    return () => clearInterval(timer);
  }, [running, refetch]);

  const read = data?.tag?.series;
  const tag = alarm.tag;
  const series = useMemo((): ChartSeries[] => {
    if (!read || !tag) return [];
    const raw = read.resolution === 'RAW';
    return [
      {
        tagId: tag.id,
        name: tag.name,
        unit: tag.unit,
        timestamps: read.timestamps.map((at) => Date.parse(at)),
        values: read.values,
        ...(raw ? {} : { min: read.min, max: read.max }),
        qualities: read.qualities,
        counts: read.count,
        intervalMs: raw && tag.expectedIntervalS !== null ? tag.expectedIntervalS * 1000 : undefined,
      },
    ];
  }, [read, tag]);
  const limits = useMemo(
    (): ChartLimit[] =>
      alarm.threshold === null
        ? []
        : [{ value: alarm.threshold, unit: tag?.unit ?? alarm.unit, label: t('detail.limit'), kind: 'rule', severity: alarm.severity }],
    [alarm.threshold, alarm.unit, alarm.severity, tag, t],
  );
  const { id, title, severity, triggeredAt, resolvedAt } = alarm;
  const bands = useMemo(
    (): ChartBand[] => [
      { from: Date.parse(triggeredAt), to: resolvedAt === null ? null : Date.parse(resolvedAt), kind: 'alarm', label: title, severity },
    ],
    [title, severity, triggeredAt, resolvedAt],
  );
  const marks = useMemo(
    (): ChartMark[] =>
      [...new Set([triggeredAt, raisedAt])].map((at) => ({
        id: `${id} ${at}`,
        at: Date.parse(at),
        kind: 'alarm',
        label: t('detail.raised'),
        severity,
      })),
    [id, triggeredAt, raisedAt, severity, t],
  );

  if (!tag || state === 'forbidden') return <p className="text-ink-2">{t('detail.trendForbidden')}</p>;
  if (state === 'failed' && !data) return <Failed what={t('detail.trend')} error={error} since={failedSince} retry={refetch} />;
  return (
    <figure>
      <div style={{ minHeight: chartPx + readoutPx }}>
        {!data ? (
          <Loading rows={4} />
        ) : (
          <TrendWords>
            <TimeChart
              label={`${tag.name}, ${t('detail.trendSpan')}`}
              series={series}
              range={{ from: span.fromMs, to: span.toMs }}
              zone={zone}
              limits={limits}
              bands={bands}
              marks={marks}
              height={chartPx}
              table={false}
            />
          </TrendWords>
        )}
      </div>
      <figcaption className="flex flex-wrap items-baseline gap-x-3 text-xs text-ink-2">
        <span>{t('detail.trendSpan')}</span>
        <Link
          className="ms-auto text-focus hover:underline"
          href={links.trends({ tags: [tag.id], from: variables.from, to: running ? 'now' : variables.to })}
        >
          {t('detail.openTrend')}
        </Link>
      </figcaption>
      {data && <NotRefreshed what={t('detail.trend')} error={error} failedSince={failedSince} refetch={refetch} />}
    </figure>
  );
}

/** True until the window is over. */
function useRunning(toMs: number): boolean {
  const [running, setRunning] = useState(() => isRunning({ fromMs: 0, toMs }, Date.now()));
  useEffect(() => {
    const left = toMs - Date.now();
    setRunning(left > 0);
    if (left <= 0) return undefined;
    const timer = setTimeout(() => setRunning(false), left);
    return () => clearTimeout(timer);
  }, [toMs]);
  return running;
}
