'use client';

import { useRef, useState, type ReactNode } from 'react';
import { useLiveEvents } from '../graph/live-feeds.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';

/** Reads new high and critical alarms to whoever does not see them; at most one sentence each two seconds, a flood as its number. */
export function Announcer(): ReactNode {
  const t = useWords('shell');
  const label = useEnumLabel();
  const [said, setSaid] = useState('');
  const waiting = useRef<string[]>([]);
  const known = useRef(new Set<string>());
  useLiveEvents('alert', ({ alert }) => {
    if ((alert.severity !== 'CRITICAL' && alert.severity !== 'HIGH') || alert.status !== 'ACTIVE') return;
    const occurrence = `${alert.id} ${alert.occurrenceCount}`;
    if (known.current.has(occurrence)) return;
    known.current.add(occurrence);
    waiting.current.push(t('newAlarm', { priority: label('AlertSeverity', alert.severity), title: alert.title }));
    if (waiting.current.length > 1) return;
    setTimeout(() => {
      const sentences = waiting.current;
      waiting.current = [];
      setSaid(sentences.length === 1 ? (sentences[0] ?? '') : t('newAlarms', { n: sentences.length }));
    }, 2_000);
  });
  return (
    <div role="log" aria-live="assertive" aria-label={t('announcements')} className="sr-only">
      {said}
    </div>
  );
}
