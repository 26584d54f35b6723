'use client';

import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useData } from '../graph/use-data.ts';
import { links } from '../links.ts';
import { formatTime } from '../time/format.ts';
import { usePageTitle } from '../shell/title.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { useNow } from '../time/now.ts';
import { usePageZone, useZone } from '../time/zone.tsx';
import { Detail, Facts, type Action, type Fact, type Section } from '../ui/detail.tsx';
import { StatusPill } from '../ui/marks.tsx';
import { Loading } from '../ui/states.tsx';
import { Age, Time } from '../ui/time.tsx';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import { Ago } from './ago.tsx';
import { useAcknowledging } from './acknowledging.ts';
import { endOf } from './alarm-columns.tsx';
import { AlarmDialogs, type Intent } from './alarm-dialogs.tsx';
import { AlarmMark } from './alarm-mark.tsx';
import { AlarmReading } from './alarm-reading.tsx';
import { AlarmOrder } from './alarm-order.tsx';
import { causeOf, isOver, isUnacknowledged } from './alarm.ts';
import { alarmDetail } from './documents.ts';
import { Duration } from './duration.tsx';
import type { AlarmRecord } from './history.ts';
import { Response } from './response.tsx';
import { trendRoomPx } from './trend-window.ts';

// With the chart and what is below it the page would be above its budget of scripts.
const AlarmTrend = lazy(() => import('./alarm-trend.tsx'));
const Episodes = lazy(() => import('./episodes.tsx'));
const Happenings = lazy(() => import('./happenings.tsx'));

/** One alarm: by how much, since when, what happens if nobody acts, what to do, and the ways to act. */
export function AlarmDetail({ id }: { readonly id: string }): ReactNode {
  const t = useWords('alarms');
  const query = useSearchParams().toString();
  const { data, state, error, refetch } = useData(alarmDetail, { id });
  const alarm = data?.alert?.id === id ? data.alert : null;
  const back = { href: `${links.alarms()}${query && `?${query}`}`, label: t('back') };
  if (alarm) return <Shown alarm={alarm} back={back} />;
  return (
    <Detail
      what={t('one')}
      title={t('one')}
      facts={[]}
      sections={[]}
      level={2}
      back={back}
      loading={state === 'loading' || (data !== undefined && data.alert !== null)}
      missing={state === 'ready' || state === 'forbidden'}
      {...(state === 'failed' && { failed: { error, retry: refetch } })}
    />
  );
}

function Shown({
  alarm,
  back,
}: {
  readonly alarm: AlarmRecord;
  readonly back: { readonly href: string; readonly label: string };
}): ReactNode {
  const t = useWords('alarms');
  const [intent, setIntent] = useState<Intent | null>(null);
  const acknowledging = useAcknowledging();
  usePageZone(alarm.site?.timezone);
  usePageTitle(alarm.title);
  const facts = useFacts(alarm);
  const sections: readonly Section[] = [
    { id: 'response', title: t('detail.whatToDo'), content: <Response rule={alarm.rule} /> },
    { id: 'trend', title: t('detail.trend'), content: <Trend alarm={alarm} /> },
    { id: 'order', title: t('detail.order'), content: <AlarmOrder alarm={alarm} /> },
    { id: 'history', title: t('detail.history'), content: <Below part={Happenings} alarm={alarm} /> },
    { id: 'episodes', title: t('detail.episodes'), content: <Below part={Episodes} alarm={alarm} /> },
    // What it is comes last: who is called at night wants to know what to do.
    { id: 'facts', title: t('detail.facts'), content: <Facts facts={facts} className="border-b-0 !px-0 !pt-0" /> },
  ].map((section) => ({ ...section, content: <div className="px-4 pb-3">{section.content}</div> }));
  return (
    <>
      <Detail
        what={t('one')}
        code={
          <>
            {alarm.asset && (
              <Link href={links.asset(alarm.asset.code)} className="font-semibold text-ink hover:underline">
                {alarm.asset.code}
              </Link>
            )}{' '}
            {alarm.site?.code}
          </>
        }
        title={causeOf(alarm)}
        status={
          <>
            <AlarmMark alarm={alarm} word />
            <StatusPill kind="alert" status={alarm.status} word={isOver(alarm) ? t(endOf(alarm)) : undefined} />
            <Raised alarm={alarm} />
          </>
        }
        facts={[]}
        actions={useActions(alarm, setIntent, acknowledging)}
        sections={sections}
        level={2}
        back={back}
        notice={<AlarmReading alarm={alarm} />}
      />
      <AlarmDialogs intent={intent} acknowledging={acknowledging} onClose={() => setIntent(null)} />
    </>
  );
}

/** Within this the day is plain. */
const lateMs = 12 * 3_600_000;

/** `raised 14:02:11 CET, 37 min ago`. */
function Raised({ alarm }: { readonly alarm: AlarmRecord }): ReactNode {
  const t = useWords('alarms');
  const now = useNow(60_000);
  const at = alarm.lastOccurrenceAt ?? alarm.triggeredAt;
  const style = now !== null && now - Date.parse(at) < lateMs ? 'seconds' : 'full';
  return (
    <span className="text-sm text-ink-2">
      {t.rich('raisedAt', { at: () => <Time at={at} zone={alarm.site?.timezone ?? null} style={style} withZone /> })}, <Ago at={at} />
    </span>
  );
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

/** What the viewer may do with it; what its state does not allow says so before the click. */
function useActions(
  alarm: AlarmRecord,
  setIntent: (intent: Intent) => void,
  acknowledging: ReturnType<typeof useAcknowledging>,
): readonly Action[] {
  const t = useWords('alarms');
  const { can: may } = useViewer();
  const { zone } = useZone(alarm.site?.timezone);
  const language = useLanguage();
  const until = alarm.suppressedUntil === null ? '' : formatTime(alarm.suppressedUntil, { zone, language });
  const standing =
    alarm.status === 'RESOLVED' ? [t('blocked.over')] : alarm.status === 'SUPPRESSED' ? [t('blocked.shelved', { until })] : [];
  const actions: Action[] = [];
  if (may('acknowledge:alerts') && isUnacknowledged(alarm)) {
    actions.push({
      name: 'acknowledgeAlert',
      label: t('acknowledge'),
      keys: 'e',
      primary: true,
      busy: acknowledging.isBusy(alarm.id),
      run: () => acknowledging.acknowledge([alarm]),
    });
  }
  if (alarm.workOrder) {
    actions.push({ name: 'openWorkOrder', label: alarm.workOrder.number, href: links.workOrder(alarm.workOrder.number) });
  } else if (may('create:work-orders')) {
    actions.push({
      name: 'createWorkOrderFromAlert',
      label: t('createOrderShort'),
      keys: 'w',
      run: () => setIntent({ verb: 'order', alarm }),
    });
  }
  if (may('suppress:alerts')) {
    actions.push({
      name: 'suppressAlert',
      label: t('shelve'),
      keys: 's',
      blockedBy: standing,
      run: () => setIntent({ verb: 'suppress', alarm }),
    });
  }
  if (may('resolve:alerts')) {
    actions.push({
      name: 'resolveAlert',
      label: t('resolve'),
      keys: 'r',
      // Its condition ends it as a rule; beside the list there is room for three, and none for a menu in a line of its own.
      minor: true,
      blockedBy: standing,
      run: () => setIntent({ verb: 'resolve', alarm }),
    });
  }
  if (may('acknowledge:alerts') && isUnacknowledged(alarm)) {
    actions.push({
      name: 'acknowledgeAlertWithNote',
      label: t('acknowledgeWithNote'),
      keys: 'shift+e',
      minor: true,
      run: () => setIntent({ verb: 'acknowledge', alarms: [alarm] }),
    });
  }
  return actions;
}

function Trend({ alarm }: { readonly alarm: AlarmRecord }): ReactNode {
  return (
    <div style={{ minHeight: trendRoomPx }}>
      <Suspense fallback={null}>
        <AlarmTrend alarm={alarm} />
      </Suspense>
    </div>
  );
}

function Below({ part: Part, alarm }: { readonly part: typeof Episodes; readonly alarm: AlarmRecord }): ReactNode {
  return (
    <Suspense fallback={<Loading rows={3} />}>
      <Part alarm={alarm} />
    </Suspense>
  );
}
