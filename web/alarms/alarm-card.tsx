'use client';

import { Fragment, type ReactNode } from 'react';
import type { Column } from '../ui/list.tsx';
import { Time } from '../ui/time.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import type { Alarm } from './alarm.ts';
import { Ago } from './ago.tsx';
import { AssetCode, alarmIn, Cause, Count, endOf, TakeOn, type AlarmEntry, type ColumnsOptions } from './alarm-columns.tsx';
import { AlarmMark } from './alarm-mark.tsx';
import { AlarmValue } from './alarm-value.tsx';
import { Duration } from './duration.tsx';

/** In pixels: a name in two lines, and three lines below it, none of which may lose its end beside a button. */
export const cardPx = 98;

/** An alarm on a phone: its name, which priority where and since when, by how much and who has it. */
export function useAlarmCard(options: ColumnsOptions): readonly Column<AlarmEntry>[] {
  const t = useWords('alarms');
  const { view } = options;
  return [
    {
      id: 'priority',
      label: t('column.priority'),
      phone: 'mark',
      cell: (entry) => <AlarmMark alarm={alarmIn(entry)} still={entry.kind === 'member'} />,
    },
    {
      id: 'alarm',
      label: t('column.alarm'),
      phone: 'title',
      cell: (entry) => (
        <span className="line-clamp-2 whitespace-normal">
          <Cause entry={entry} cleared={view !== 'history'} />
        </span>
      ),
    },
    { id: 'asset', label: t('column.asset'), phone: 'sub', cell: (entry) => <Lines entry={entry} {...options} /> },
    ...(view === 'active'
      ? [
          {
            id: 'action',
            label: t('column.acknowledgedBy'),
            phone: 'end' as const,
            cell: (entry: AlarmEntry) => <TakeOn entry={entry} large {...options} />,
          },
        ]
      : []),
  ];
}

function Lines({ entry, ...options }: { readonly entry: AlarmEntry } & ColumnsOptions): ReactNode {
  const t = useWords('alarms');
  const label = useEnumLabel();
  const alarm = alarmIn(entry);
  const { view } = options;
  const first = [
    label('AlertSeverity', alarm.severity),
    <AssetCode key="asset" entry={entry} {...options} />,
    alarm.asset && <span className="code">{alarm.site?.code}</span>,
    view === 'history' && t(endOf(alarm)),
  ];
  const second = [
    view !== 'history' && <Ago key="ago" at={alarm.lastOccurrenceAt ?? alarm.triggeredAt} />,
    view === 'history' && t.rich('raisedAt', { at: () => <Time at={alarm.triggeredAt} /> }),
    view === 'history' && <Lasted key="lasted" alarm={alarm} />,
    view === 'shelved' && t.rich('untilAt', { at: () => <Time at={alarm.suppressedUntil} /> }),
    view !== 'history' && alarm.occurrenceCount > 1 && <Count key="count" alarm={alarm} />,
    alarm.acknowledgedBy && t('acknowledgedBy', { name: alarm.acknowledgedBy.displayName }),
  ];
  return (
    <>
      <Line parts={first} />
      <Line parts={second} />
      <Line parts={[<AlarmValue key="value" alarm={alarm} named />]} />
    </>
  );
}

function Lasted({ alarm }: { readonly alarm: Alarm }): ReactNode {
  const t = useWords('alarms');
  const { triggeredAt, resolvedAt } = alarm;
  return resolvedAt === null ? null : t.rich('lastedFor', { time: () => <Duration from={triggeredAt} to={resolvedAt} /> });
}

function Line({ parts }: { readonly parts: readonly ReactNode[] }): ReactNode {
  return (
    <span className="block truncate">
      {parts
        .filter((part) => part != null && part !== false)
        .map((part, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- parts have no other name than their place.
          <Fragment key={index}>
            {index > 0 && <span aria-hidden> · </span>}
            {part}
          </Fragment>
        ))}
    </span>
  );
}
