'use client';

import Link from 'next/link';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { links } from '../../links.ts';
import { useZone } from '../../time/zone.tsx';
import type { ChartBand, ChartLimit, Span } from '../../trends/chart/series.ts';
import { TimeChart } from '../../trends/chart/time-chart.tsx';
import { useReadings } from '../../trends/readings/use-readings.ts';
import { tellLevel, thresholdsOf } from '../../trends/thresholds.ts';
import { Failed } from '../../ui/states.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import type { AssetAlarm } from './asset-alarms.tsx';
import type { PageAsset } from './asset-page.tsx';
import { expectationOf } from './main-tags.ts';

type Tag = NonNullable<PageAsset['tags']>[number];

const dayMs = 86_400_000;
const chartHeight = 132;
/** Live readings fill the time between. */
const rereadMs = 300_000;

/** How the last day went, one small chart per main quantity, under one crosshair. */
export function LastDay(props: {
  readonly tags: readonly Tag[];
  readonly drawn: readonly Tag[];
  readonly alarms: readonly AssetAlarm[];
  readonly zone: string | null;
}): ReactNode {
  const { tags, drawn, alarms, zone } = props;
  const [asOf, setAsOf] = useState<number | null>(null);
  useEffect(() => {
    const begin = () => {
      if (document.visibilityState === 'visible') setAsOf(Date.now());
    };
    begin();
    const timer = setInterval(begin, rereadMs);
    return () => clearInterval(timer);
  }, []);
  const span = useMemo(() => (asOf === null ? null : { from: asOf - dayMs, to: asOf }), [asOf]);
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,270px),1fr))] gap-y-2 pb-2">
      {drawn.map((tag) => (
        <DayChart key={tag.id} tag={tag} expectation={expectationOf(tag, tags)} span={span} zone={zone} alarms={alarms} />
      ))}
    </div>
  );
}

function DayChart(props: {
  readonly tag: Tag;
  readonly expectation: Tag | undefined;
  readonly span: Span | null;
  readonly zone: string | null;
  readonly alarms: readonly AssetAlarm[];
}): ReactNode {
  const { tag, expectation, span, alarms } = props;
  const t = useWords('assets');
  const language = useLanguage();
  const { zone } = useZone(props.zone);
  const asked = useMemo(() => (expectation ? [tag, expectation] : [tag]), [tag, expectation]);
  const { series, error, failedSince, retry } = useReadings(asked, span, 'auto');
  const told = useMemo(
    () => series.map((each) => (each.tagId === expectation?.id ? { ...each, expected: true } : each)),
    [series, expectation],
  );
  const limits = useMemo(
    () =>
      (tag.rules ?? []).flatMap(({ severity, condition }) =>
        thresholdsOf(condition).map(({ operator, value }): ChartLimit => ({
          value,
          unit: tag.unit,
          kind: 'rule',
          severity,
          label: `${operator} ${tellLevel(value, tag.unit, language)}`,
        })),
      ),
    [tag, language],
  );
  const bands = useMemo(
    () =>
      alarms.flatMap((alarm): ChartBand[] =>
        alarm.tag?.id === tag.id && alarm.status !== 'SUPPRESSED'
          ? [{ from: Date.parse(alarm.triggeredAt), to: null, kind: 'alarm', label: alarm.title, severity: alarm.severity, tagId: tag.id }]
          : [],
      ),
    [alarms, tag],
  );
  return (
    <div className="min-w-0">
      {error ? (
        <Failed what={t('last24h.title')} {...(failedSince ? { since: failedSince } : {})} retry={retry} />
      ) : span === null || series.length === 0 ? (
        <div style={{ height: chartHeight + 24 }} />
      ) : (
        <TimeChart
          label={`${tag.name}, ${t('last24h.title')}`}
          series={told}
          range={span}
          zone={zone}
          live
          height={chartHeight}
          limits={limits}
          bands={bands}
          syncKey="asset"
          table={false}
          renderName={({ name, tagId }) => (
            <Link
              href={links.trends({ tags: asked.map(({ id }) => id), from: 'now-24h', to: 'now' })}
              className="text-ink hover:underline"
              data-tip={name}
            >
              {tagId === tag.id ? shortName(name) : t('values.expected')}
            </Link>
          )}
        />
      )}
    </div>
  );
}

/** Whose it is, the page says. */
function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
