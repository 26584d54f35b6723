'use client';

import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatTime } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import { useZone } from '../time/zone.tsx';
import { zoneModes } from '../time/zone-mode.ts';
import { Button } from '../ui/button.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { useLanguage, useWords } from '../words/index.ts';

/** What a menu offers where the header has no room for the clock: the time, and whose clock all times are told by. */
export function useClockItems(): readonly MenuItem[] {
  const t = useWords('time');
  const language = useLanguage();
  const { zone, label, mode, setMode } = useZone();
  const now = useNow();
  return [
    { heading: now === null ? '' : `${formatTime(now, { zone, language, style: 'seconds' })} ${label}` },
    ...zoneModes.map((each) => ({ label: t(each), checked: each === mode, onSelect: () => setMode(each) })),
  ];
}

/** What time it is on the site, and whose clock all times are told by. */
export function Clock(): ReactNode {
  const t = useWords('time');
  const language = useLanguage();
  const { zone, label, mode, setMode } = useZone();
  const now = useNow();
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="quiet" className="code !text-ink" data-tip={`${t(mode)} · ${zone}`}>
          <span className="min-w-[8ch] text-right">{now === null ? '' : formatTime(now, { zone, language, style: 'seconds' })}</span>
          <span className="text-ink-2">{label}</span>
        </Button>
      }
      items={zoneModes.map((each) => ({
        label: t(each),
        checked: each === mode,
        icon: each === mode ? <Check /> : undefined,
        onSelect: () => setMode(each),
      }))}
    />
  );
}
