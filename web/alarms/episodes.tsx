'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { useData } from '../graph/use-data.ts';
import { links } from '../links.ts';
import { Quantity } from '../ui/quantity.tsx';
import { Failed, Loading, NotRefreshed } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/index.ts';
import { AlarmMark } from './alarm-mark.tsx';
import { alarmEpisodes } from './documents.ts';
import { Duration } from './duration.tsx';
import type { AlarmRecord } from './history.ts';

/** Earlier alarms of the same rule on the same asset: has this happened before, how long did it last, what helped? */
export default function Episodes({ alarm }: { readonly alarm: AlarmRecord }): ReactNode {
  const t = useWords('alarms');
  const { rule, asset } = alarm;
  const where = { ruleId: { eq: rule?.id ?? '' }, assetId: { eq: asset?.id ?? '' }, triggeredAt: { lt: alarm.triggeredAt } };
  const { data, state, error, failedSince, refetch } = useData(alarmEpisodes, { where }, { pause: !rule || !asset });
  if (!rule || !asset) return <p className="text-ink-2">{t('detail.episodesNone')}</p>;
  if (state === 'failed') return <Failed what={t('detail.episodes')} error={error} since={failedSince} retry={refetch} />;
  if (!data) return <Loading rows={2} />;
  const { nodes, totalCount } = data.alerts;
  return (
    <>
      {nodes.length === 0 ? (
        <p className="text-ink-2">{t('detail.episodesNone')}</p>
      ) : (
        <ul>
          {nodes.map((episode) => (
            <li key={episode.id} className="border-t first:border-t-0">
              <Link href={links.alarm(episode.id)} className="flex min-h-(--row) items-center gap-3 px-1 hover:bg-hover">
                <AlarmMark alarm={episode} />
                <Time at={episode.triggeredAt} zone={alarm.site?.timezone ?? null} />
                <Quantity value={episode.value ?? null} unit={episode.unit ?? null} />
                <span className="tnum text-ink-2">
                  {episode.resolvedAt ? <Duration from={episode.triggeredAt} to={episode.resolvedAt} /> : null}
                </span>
                <span className="min-w-0 flex-1 truncate text-ink-2">{episode.resolution}</span>
                {episode.workOrder ? <span className="code whitespace-nowrap">{episode.workOrder.number}</span> : null}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {totalCount > nodes.length && (
        <Link href={links.alarms({ view: 'history', asset: asset.code })} className="mt-1 inline-block text-focus hover:underline">
          {t('detail.episodesMore', { n: totalCount })}
        </Link>
      )}
      <NotRefreshed what={t('detail.episodes')} error={error} failedSince={failedSince} refetch={refetch} />
    </>
  );
}
