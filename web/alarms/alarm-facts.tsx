'use client';

import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { Facts, type Fact } from '../ui/detail.tsx';
import { Age, Time } from '../ui/time.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import { Duration } from './duration.tsx';
import type { AlarmRecord } from './history.ts';

/** What the alarm is: its number, its times, where it is and what was measured. */
export default function AlarmFacts({ alarm }: { readonly alarm: AlarmRecord }): ReactNode {
  return <Facts facts={useFacts(alarm)} className="border-b-0 !px-0 !pt-0" />;
}

function useFacts(alarm: AlarmRecord): readonly Fact[] {
  const t = useWords('alarms');
  const label = useEnumLabel();
  const zone = alarm.site?.timezone ?? null;
  return [
    { label: t('detail.number'), value: <span className="code">{alarm.number}</span> },
    { label: t('detail.raised'), value: <Time at={alarm.triggeredAt} zone={zone} style="full" withZone /> },
    alarm.resolvedAt
      ? { label: t('detail.duration'), value: <Duration from={alarm.triggeredAt} to={alarm.resolvedAt} /> }
      : { label: t('column.age'), value: <Age at={alarm.triggeredAt} /> },
    {
      label: t('detail.asset'),
      value: alarm.asset && `${alarm.asset.code} · ${alarm.asset.name}`,
      ...(alarm.asset && { href: links.asset(alarm.asset.code) }),
    },
    { label: t('detail.site'), value: alarm.site?.name, ...(alarm.site && { href: links.alarms({ site: alarm.site.code }) }) },
    ...(alarm.tag
      ? [{ label: t('detail.tag'), value: <span className="code">{alarm.tag.name}</span>, href: links.trends({ tags: [alarm.tag.id] }) }]
      : []),
    ...(alarm.category ? [{ label: t('detail.category'), value: label('AlertCategory', alarm.category) }] : []),
    { label: t('detail.occurrences'), value: t('countLong', { n: alarm.occurrenceCount }) },
    ...(alarm.acknowledgedBy ? [{ label: t('column.acknowledgedBy'), value: alarm.acknowledgedBy.displayName }] : []),
    ...(alarm.status === 'SUPPRESSED'
      ? [{ label: t('column.until'), value: <Time at={alarm.suppressedUntil} zone={zone} withZone /> }]
      : []),
  ];
}
