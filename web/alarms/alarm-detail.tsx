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
import { Detail, type Action, type Section } from '../ui/detail.tsx';
import { StatusPill } from '../ui/marks.tsx';
import { Loading, type Read } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import { Ago } from './ago.tsx';
import { useAcknowledging } from './acknowledging.ts';
import { endOf } from './alarm-columns.tsx';
import { AlarmDialogs, type Intent } from './alarm-dialogs.tsx';
import { AlarmMark } from './alarm-mark.tsx';
import { AlarmReading } from './alarm-reading.tsx';
import { causeOf, isOver, isUnacknowledged } from './alarm.ts';
import { alarmDetail } from './documents.ts';
import type { AlarmRecord } from './history.ts';
import { Response } from './response.tsx';
import { trendRoomPx } from './trend-window.ts';
import { useUnshelving } from './unshelving.ts';

// With the chart and what is below it the page would be above its budget of scripts.
const AlarmFacts = lazy(() => import('./alarm-facts.tsx'));
const AlarmOrder = lazy(() => import('./alarm-order.tsx'));
const AlarmTrend = lazy(() => import('./alarm-trend.tsx'));
const Episodes = lazy(() => import('./episodes.tsx'));
const Happenings = lazy(() => import('./happenings.tsx'));

/** One alarm: by how much, since when, what happens if nobody acts, what to do, and the ways to act. */
export function AlarmDetail({ id }: { readonly id: string }): ReactNode {
  const t = useWords('alarms');
  const query = useSearchParams().toString();
  const { data, state, ...read } = useData(alarmDetail, { id });
  const alarm = data?.alert?.id === id ? data.alert : null;
  const back = { href: `${links.alarms()}${query && `?${query}`}`, label: t('back') };
  if (alarm) return <Shown alarm={alarm} back={back} read={read} />;
  return (
    <Detail
      what={t('one')}
      title={t('one')}
      facts={[]}
      sections={[]}
      level={2}
      back={back}
      loading={state === 'loading' || (data !== undefined && data.alert !== null)}
      missing={state === 'ready'}
      forbidden={state === 'forbidden'}
      {...(state === 'failed' && { failed: { error: read.error, since: read.failedSince, retry: read.refetch } })}
    />
  );
}

function Shown({
  alarm,
  back,
  read,
}: {
  readonly alarm: AlarmRecord;
  readonly back: { readonly href: string; readonly label: string };
  readonly read: Read;
}): ReactNode {
  const t = useWords('alarms');
  const [intent, setIntent] = useState<Intent | null>(null);
  const acknowledging = useAcknowledging();
  usePageZone(alarm.site?.timezone);
  usePageTitle(alarm.title);
  const sections: readonly Section[] = [
    { id: 'response', title: t('detail.whatToDo'), content: <Response rule={alarm.rule} /> },
    { id: 'trend', title: t('detail.trend'), content: <Trend alarm={alarm} /> },
    { id: 'order', title: t('detail.order'), content: <Below part={AlarmOrder} alarm={alarm} rows={1} /> },
    { id: 'history', title: t('detail.history'), content: <Below part={Happenings} alarm={alarm} /> },
    { id: 'episodes', title: t('detail.episodes'), content: <Below part={Episodes} alarm={alarm} /> },
    // What it is comes last: who is called at night wants to know what to do.
    { id: 'facts', title: t('detail.facts'), content: <Below part={AlarmFacts} alarm={alarm} /> },
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
        read={read}
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

/** What the viewer may do with it; what its state does not allow says so before the click. */
function useActions(
  alarm: AlarmRecord,
  setIntent: (intent: Intent) => void,
  acknowledging: ReturnType<typeof useAcknowledging>,
): readonly Action[] {
  const t = useWords('alarms');
  const { can: may } = useViewer();
  const unshelve = useUnshelving();
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
  // The only way on for one that is shelved: it comes first.
  if (may('suppress:alerts') && alarm.status === 'SUPPRESSED') {
    actions.push({ name: 'unsuppressAlert', label: t('unshelve'), keys: 's', run: () => unshelve(alarm) });
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
  if (may('suppress:alerts') && alarm.status !== 'SUPPRESSED') {
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

function Below({
  part: Part,
  alarm,
  rows = 3,
}: {
  readonly part: typeof Episodes;
  readonly alarm: AlarmRecord;
  readonly rows?: number;
}): ReactNode {
  return (
    <Suspense fallback={<Loading rows={rows} />}>
      <Part alarm={alarm} />
    </Suspense>
  );
}
