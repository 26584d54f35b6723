'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import type { Alarm } from './alarm.ts';
import type { AlarmEntry } from './alarm-columns.tsx';
import { groupFlood } from './flood.ts';

const choices = ['none', 'flood'] as const;

/** The lines of the list: each alarm its own, or in a flood grouped by asset and cause unless the reader has asked for each (`?group=none`). */
export function useEntries(rows: readonly Alarm[], flooded: boolean) {
  const [chosen, setChosen] = useQueryState('group', parseAsStringLiteral(choices));
  const [openGroups, setOpenGroups] = useState<ReadonlySet<string>>(new Set());
  const grouped = flooded && chosen !== 'none';
  const entries = useMemo((): readonly AlarmEntry[] => {
    if (!grouped) return rows.map((alarm) => ({ kind: 'alarm', alarm }));
    return groupFlood(rows).flatMap((entry): AlarmEntry[] =>
      entry.kind === 'group' && openGroups.has(entry.group.key)
        ? [entry, ...entry.group.alarms.map((alarm) => ({ kind: 'member' as const, alarm }))]
        : [entry],
    );
  }, [rows, grouped, openGroups]);
  return {
    entries,
    grouped,
    openGroups,
    setGrouped: (on: boolean) => void setChosen(on ? null : 'none'),
    toggleGroup: (key: string) =>
      setOpenGroups((before) => (before.has(key) ? new Set([...before].filter((each) => each !== key)) : new Set([...before, key]))),
  };
}
