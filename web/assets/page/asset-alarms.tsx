'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { AssetAlarmsQuery } from '../../gql/graphql.ts';
import type { DataState } from '../../graph/use-data.ts';
import { links } from '../../links.ts';
import { tellLevel } from '../../trends/thresholds.ts';
import { SeverityMark } from '../../ui/marks.tsx';
import { Quantity } from '../../ui/quantity.tsx';
import { Empty, Failed, Loading } from '../../ui/states.tsx';
import { Age, Time } from '../../ui/time.tsx';
import { useEnumLabel, useLanguage, useWords } from '../../words/index.ts';

export type AssetAlarm = AssetAlarmsQuery['alerts']['nodes'][number];

/** What is wrong with the asset now, the worst first. */
export function AssetAlarms(props: {
  readonly alarms: readonly AssetAlarm[];
  readonly state: DataState;
  readonly error: unknown;
  readonly failedSince: Date | undefined;
  readonly refetch: () => void;
}): ReactNode {
  const { alarms, state, error, failedSince, refetch } = props;
  const t = useWords('assets');
  const label = useEnumLabel();
  const language = useLanguage();
  if (state === 'forbidden') return <Empty kind="forbidden" title={t('alarms.forbidden')} />;
  if (state === 'loading') return <Loading rows={2} />;
  if (state === 'failed') return <Failed what={t('alarms.title')} error={error} since={failedSince} retry={refetch} />;
  if (alarms.length === 0) return <p className="text-ink-2 m-0 px-4 pb-3">{t('alarms.none')}</p>;
  return (
    <ul className="m-0 list-none p-0">
      {alarms.map((alarm) => (
        <li key={alarm.id}>
          <Link
            href={links.alarm(alarm.id)}
            className="text-ink border-line hover:bg-hover grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2 border-t px-4 py-1.5 no-underline"
          >
            <SeverityMark severity={alarm.severity} acknowledged={alarm.status !== 'ACTIVE'} />
            <span className="min-w-0 break-words">{alarm.title}</span>
            <span className="text-ink-2 text-xs">
              <Age at={alarm.triggeredAt} />
            </span>
            <span className="text-ink-2 col-start-2 text-xs">
              {alarm.value === null ? null : (
                <>
                  <Quantity value={alarm.value} unit={alarm.unit} /> {t('alarms.whenRaised')}
                </>
              )}
              {alarm.threshold === null ? null : (
                <>
                  {alarm.value === null ? '' : ' · '}
                  {t('alarms.limit', { limit: tellLevel(alarm.threshold, alarm.unit, language) })}
                </>
              )}
              {alarm.occurrenceCount > 1 ? ` · ${t('alarms.times', { n: alarm.occurrenceCount })}` : ''}
            </span>
            <span className="text-ink-2 text-right text-xs">
              {alarm.status === 'SUPPRESSED' && alarm.suppressedUntil ? (
                <>
                  {t('alarms.shelvedUntil')} <Time at={alarm.suppressedUntil} />
                </>
              ) : (
                label('AlertStatus', alarm.status)
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
