'use client';

import type { ReactNode } from 'react';
import Link from 'next/link';
import { links } from '../links.ts';
import { Button } from '../ui/button.tsx';
import type { Column } from '../ui/list.tsx';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/index.ts';
import { Ago } from './ago.tsx';
import { causeOf, isCleared, isOver, isUnacknowledged, type Alarm } from './alarm.ts';
import { AlarmMark } from './alarm-mark.tsx';
import { AlarmValue } from './alarm-value.tsx';
import { Duration } from './duration.tsx';
import type { AlarmView } from './filters.ts';
import { leadOf, type FloodEntry } from './flood.ts';

/** A line of the list: an alarm, a group of a flood, or a member of a group that was opened. */
export type AlarmEntry = FloodEntry | { readonly kind: 'member'; readonly alarm: Alarm };

export interface ColumnsOptions {
  readonly view: AlarmView;
  /** A detail is open beside the list: only what tells alarms apart. */
  readonly narrow: boolean;
  readonly isBusy: (id: string) => boolean;
  /** Null when the viewer may not acknowledge. */
  readonly onTakeOn: ((alarms: readonly Alarm[]) => void) | null;
  readonly openGroups: ReadonlySet<string>;
  readonly onToggleGroup: (key: string) => void;
}

/** The columns of a view. Times go by the header's clock: rows of several sites are compared by them. */
export function useAlarmColumns(options: ColumnsOptions): readonly Column<AlarmEntry>[] {
  const t = useWords('alarms');
  const { view, narrow } = options;
  const lead = (cell: (alarm: Alarm) => ReactNode) => (entry: AlarmEntry) => cell(alarmIn(entry));
  const column = (of: Column<AlarmEntry>): Column<AlarmEntry> => of;
  const site = column({
    id: 'site',
    label: t('column.site'),
    width: '64px',
    cell: lead((alarm) => <span className="code">{alarm.site?.code}</span>),
  });
  const order = column({
    id: 'order',
    label: t('column.order'),
    width: '120px',
    cell: lead((alarm) => <OrderLink alarm={alarm} />),
  });
  const value = column({
    id: 'value',
    label: t('column.value'),
    width: '124px',
    align: 'end',
    cell: lead((alarm) => <AlarmValue alarm={alarm} />),
  });
  return [
    column({
      id: 'priority',
      label: t('column.priority'),
      labelHidden: narrow,
      width: narrow ? '18px' : '74px',
      ...(view !== 'history' && { sort: 'severity' }),
      cell: (entry) => <AlarmMark alarm={alarmIn(entry)} word={!narrow} still={entry.kind === 'member'} />,
    }),
    column({
      id: 'asset',
      label: t('column.asset'),
      width: '86px',
      cell: (entry) => <AssetCode entry={entry} {...options} />,
    }),
    column({
      id: 'alarm',
      label: t('column.alarm'),
      width: 'minmax(140px, 2fr)',
      // The title of a row, also where there is no phone: it is the row's link.
      phone: 'title',
      cell: (entry) => <Cause entry={entry} cleared={view !== 'history'} />,
    }),
    // What a detail tells beside the list leaves its room to the name.
    ...(narrow ? [] : [site, value]),
    ...(view === 'history'
      ? [
          column({
            id: 'raised',
            label: t('detail.raised'),
            width: '104px',
            sort: 'raised',
            cell: lead((alarm) => <Time at={alarm.triggeredAt} />),
          }),
          column({
            id: 'state',
            label: t('column.state'),
            width: '68px',
            cell: lead((alarm) => <span className="text-ink-2">{t(endOf(alarm))}</span>),
          }),
          column({
            id: 'lasted',
            label: t('detail.duration'),
            width: '64px',
            align: 'end',
            cell: lead((alarm) => (alarm.resolvedAt ? <Duration from={alarm.triggeredAt} to={alarm.resolvedAt} /> : null)),
          }),
        ]
      : [
          column({
            id: 'age',
            // It is sorted by the instant: an arrow down beside "Age" would say that the oldest are on top.
            label: t('detail.raised'),
            width: '84px',
            align: 'end',
            sort: 'raised',
            cell: lead((alarm) => <Ago at={alarm.lastOccurrenceAt ?? alarm.triggeredAt} />),
          }),
        ]),
    ...(narrow
      ? []
      : [
          column({
            id: 'count',
            label: t('column.count'),
            width: '40px',
            align: 'end',
            optional: view === 'history',
            cell: lead((alarm) => <Count alarm={alarm} />),
          }),
        ]),
    ...(view === 'shelved' ? shelvedColumns(t, lead) : []),
    ...(view === 'history' && !narrow
      ? [
          column({
            id: 'acknowledgedBy',
            label: t('column.acknowledgedBy'),
            width: '120px',
            cell: lead((alarm) => alarm.acknowledgedBy?.displayName),
          }),
        ]
      : []),
    ...(narrow ? [] : [order]),
    ...(view === 'active'
      ? [
          column({
            id: 'action',
            label: t('column.acknowledgedBy'),
            width: '112px',
            align: 'end',
            cell: (entry) => <TakeOn entry={entry} {...options} />,
          }),
        ]
      : []),
  ];
}

/** The alarm that stands for a line. */
export function alarmIn(entry: AlarmEntry): Alarm {
  return entry.kind === 'member' ? entry.alarm : leadOf(entry);
}

/** All alarms of a line. */
export function alarmsIn(entry: AlarmEntry): readonly Alarm[] {
  return entry.kind === 'group' ? entry.group.alarms : [entry.alarm];
}

function shelvedColumns(
  t: ReturnType<typeof useWords<'alarms'>>,
  lead: (cell: (alarm: Alarm) => ReactNode) => Column<AlarmEntry>['cell'],
): Column<AlarmEntry>[] {
  return [
    {
      id: 'until',
      label: t('column.until'),
      width: '104px',
      cell: lead((alarm) => <Time at={alarm.suppressedUntil} />),
    },
    { id: 'reason', label: t('column.reason'), width: 'minmax(120px, 1fr)', cell: lead((alarm) => alarm.suppressionReason) },
  ];
}

export function AssetCode({ entry, openGroups, onToggleGroup }: { readonly entry: AlarmEntry } & ColumnsOptions): ReactNode {
  const t = useWords('alarms');
  const alarm = alarmIn(entry);
  const code = <span className="code">{alarm.asset?.code ?? alarm.site?.code}</span>;
  if (entry.kind === 'member') return <span className="ps-4">{code}</span>;
  if (entry.kind === 'alarm') return code;
  const { key, by, alarms } = entry.group;
  const open = openGroups.has(key);
  return (
    <span className="inline-flex items-center gap-1">
      <button
        type="button"
        aria-expanded={open}
        aria-label={t(open ? 'collapse' : 'expand', { n: alarms.length })}
        className="-ms-1 flex size-5 items-center justify-center rounded hover:bg-hover"
        onClick={() => onToggleGroup(key)}
      >
        <span aria-hidden className={`inline-block text-2xs transition-transform ${open ? 'rotate-90' : ''}`}>
          ▶
        </span>
      </button>
      {by === 'asset' ? code : <span className="code">{alarm.site?.code}</span>}
    </span>
  );
}

/** By which word its end goes: its condition was over, or somebody said so. */
export function endOf(alarm: Alarm): 'over' | 'overResolved' {
  return alarm.resolvedAutomatically ? 'over' : 'overResolved';
}

/** What is over is dimmed, even if it waits to be seen. */
function weightOf(alarm: Alarm): string {
  if (isCleared(alarm)) return 'font-normal text-ink-3';
  return isUnacknowledged(alarm) ? 'font-semibold' : 'font-normal';
}

/** What happened; `cleared` says so too where a row that is over stands among those that are not. */
export function Cause({ entry, cleared }: { readonly entry: AlarmEntry; readonly cleared: boolean }): ReactNode {
  const t = useWords('alarms');
  if (entry.kind !== 'group') {
    const alarm = entry.alarm;
    return (
      <>
        <span className={weightOf(alarm)}>{causeOf(alarm)}</span>
        {cleared && isOver(alarm) && <span className="ps-2 font-normal text-ink-2">{t(endOf(alarm))}</span>}
      </>
    );
  }
  const { by, alarms } = entry.group;
  const weight = alarms.some(isUnacknowledged) ? 'font-semibold' : '';
  if (by === 'cause') {
    const codes = [...new Set(alarms.map((alarm) => alarm.asset?.code ?? ''))].sort();
    return (
      <>
        <span className={weight}>{t('groupByCause', { cause: causeOf(alarms[0]), n: codes.length })}</span>
        <span className="code ps-2 text-ink-2">{codes.join(' ')}</span>
      </>
    );
  }
  const causes = [...new Set(alarms.map(causeOf))].join(' · ');
  return <span className={weight}>{t('groupByAsset', { n: alarms.length, causes })}</span>;
}

export function Count({ alarm }: { readonly alarm: Alarm }): ReactNode {
  const t = useWords('alarms');
  if (alarm.occurrenceCount < 2) return null;
  return (
    <span className="text-ink-2" data-tip={t('countLong', { n: alarm.occurrenceCount })}>
      {t('count', { n: alarm.occurrenceCount })}
    </span>
  );
}

function OrderLink({ alarm }: { readonly alarm: Alarm }): ReactNode {
  if (!alarm.workOrder) return null;
  return (
    <Link href={links.workOrder(alarm.workOrder.number)} className="code hover:underline">
      {alarm.workOrder.number}
    </Link>
  );
}

/** The way to take an alarm on; once it is, by whom. What ended while the list was open says so in the same place. */
export function TakeOn({
  entry,
  isBusy,
  onTakeOn,
  large = false,
}: { readonly entry: AlarmEntry; readonly large?: boolean } & ColumnsOptions): ReactNode {
  const t = useWords('alarms');
  const alarms = alarmsIn(entry);
  const waiting = alarms.filter(isUnacknowledged);
  const alarm = alarmIn(entry);
  if (waiting.length > 0) {
    if (!onTakeOn) return null;
    return (
      <Button
        size="small"
        className={large ? '!h-11' : undefined}
        busy={waiting.some(({ id }) => isBusy(id))}
        onClick={() => onTakeOn(waiting)}
      >
        {waiting.length > 1 ? t('acknowledgeN', { n: waiting.length }) : t('acknowledge')}
      </Button>
    );
  }
  if (isOver(alarm)) return <span className="text-ink-3">{t(endOf(alarm))}</span>;
  if (alarm.status === 'SUPPRESSED') return <span className="text-ink-3">{t('view.shelved')}</span>;
  // A card says so in its lines, where there is room for a name.
  return large ? null : <span className="text-ink-2">{alarm.acknowledgedBy?.displayName}</span>;
}
