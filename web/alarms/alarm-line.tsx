'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { Button } from '../ui/button.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import { Ago } from './ago.tsx';
import { causeOf, isOver, isUnacknowledged, type Alarm } from './alarm.ts';
import { AlarmMark } from './alarm-mark.tsx';
import { AlarmValue } from './alarm-value.tsx';

/** An alarm in two lines, where a whole list would be too much: what, where, by how much, since when; and the way to take it on. */
export function AlarmLine({ alarm, busy = false, mayAcknowledge = false, onAcknowledge }: AlarmLineProps): ReactNode {
  const t = useWords('alarms');
  const label = useEnumLabel();
  const waiting = isUnacknowledged(alarm);
  return (
    <div className="relative grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-2.5 px-3 py-1.5 hover:bg-hover">
      <AlarmMark alarm={alarm} size={14} />
      <div className="min-w-0">
        <div className="flex min-w-0 items-baseline gap-2">
          {/* The link covers the line; what can be pressed lies above it. */}
          <Link
            href={links.alarm(alarm.id)}
            className={`line-clamp-2 after:absolute after:inset-0 ${waiting && !isOver(alarm) ? 'font-semibold' : 'text-ink-2'}`}
          >
            <span className="code pe-2">{alarm.asset?.code ?? alarm.site?.code}</span>
            {causeOf(alarm)}
          </Link>
        </div>
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-sm text-ink-2">
          <span>{label('AlertSeverity', alarm.severity)}</span>
          <span className="code text-xs">{alarm.site?.code}</span>
          <AlarmValue alarm={alarm} named />
          <Ago at={alarm.lastOccurrenceAt ?? alarm.triggeredAt} className="wide:hidden" />
          {alarm.occurrenceCount > 1 && <span className="tnum">{t('count', { n: alarm.occurrenceCount })}</span>}
          {alarm.acknowledgedBy && <span className="truncate">{t('acknowledgedBy', { name: alarm.acknowledgedBy.displayName })}</span>}
          {isOver(alarm) && <span>{t(alarm.resolvedAutomatically ? 'over' : 'overResolved')}</span>}
        </div>
      </div>
      <div className="relative flex items-center gap-2">
        <Ago at={alarm.lastOccurrenceAt ?? alarm.triggeredAt} className="text-sm text-ink-2 phone:hidden" />
        {waiting && mayAcknowledge && (
          <Button size="small" className="touch:!h-11" busy={busy} onClick={() => onAcknowledge?.(alarm)}>
            {t('acknowledge')}
          </Button>
        )}
      </div>
    </div>
  );
}

export interface AlarmLineProps {
  readonly alarm: Alarm;
  readonly busy?: boolean;
  /** The viewer has the permission. */
  readonly mayAcknowledge?: boolean;
  readonly onAcknowledge?: (alarm: Alarm) => void;
}
