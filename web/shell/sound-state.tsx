'use client';

import { lazy, Suspense, useSyncExternalStore, type ReactNode } from 'react';
import { currentSound, watchSound, type SoundChoice } from './sound-choice.ts';
import { useViewer } from './viewer.tsx';

// What cannot be loaded must not take the head of the page with it.
const AlarmSound = lazy(() => import('./alarm-sound.tsx').catch(() => ({ default: () => null })));

/** The sound of new alarms, with the way to silence it; nothing while it is off, which it is unless somebody has chosen otherwise. */
export function SoundState(): ReactNode {
  const { can } = useViewer();
  const choice = useSyncExternalStore(watchSound, currentSound, (): SoundChoice => 'off');
  if (choice === 'off' || !can('read:alerts')) return null;
  return (
    <Suspense>
      <AlarmSound choice={choice} />
    </Suspense>
  );
}
