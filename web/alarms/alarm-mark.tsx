'use client';

import type { ReactNode } from 'react';
import { useNow } from '../time/now.ts';
import { SeverityMark } from '../ui/marks.tsx';
import { isOver, isUnacknowledged, raisedMs, type Alarm } from './alarm.ts';

/** A mark that flashes for ever is not seen any more: only what is new does. */
const newMs = 5 * 60_000;

/** An alarm's priority: filled until somebody takes it on, then an outline; dimmed when it is over, and filled still if nobody ever took it on; flashing for its first five minutes. */
export function AlarmMark({ alarm, word = false, size = 13, still = false }: AlarmMarkProps): ReactNode {
  const now = useNow(10_000);
  const waiting = isUnacknowledged(alarm);
  return (
    <SeverityMark
      severity={alarm.severity}
      acknowledged={!waiting && (!isOver(alarm) || alarm.acknowledgedAt !== null)}
      cleared={isOver(alarm)}
      flash={!still && waiting && now !== null && now - raisedMs(alarm) < newMs}
      word={word}
      size={size}
    />
  );
}

export interface AlarmMarkProps {
  readonly alarm: Pick<Alarm, 'severity' | 'status' | 'needsAcknowledgement' | 'acknowledgedAt' | 'triggeredAt' | 'lastOccurrenceAt'>;
  /** Says the word too. */
  readonly word?: boolean;
  /** One of many that a line above it speaks for: it does not flash. */
  readonly still?: boolean;
  /** In pixels. */
  readonly size?: number;
}
