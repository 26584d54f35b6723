'use client';

import { lazy, Suspense, type ReactNode } from 'react';
import type { Acknowledging } from './acknowledging.ts';
import type { Alarm } from './alarm.ts';

/** What a person is about to do with an alarm, or with several. */
export type Intent =
  | { readonly verb: 'acknowledge'; readonly alarms: readonly Alarm[] }
  | { readonly verb: 'suppress' | 'resolve' | 'order'; readonly alarm: Alarm };

const Acknowledge = lazy(() => import('./acknowledge-dialog.tsx').then((module) => ({ default: module.AcknowledgeDialog })));
const Suppress = lazy(() => import('./suppress-dialog.tsx').then((module) => ({ default: module.SuppressDialog })));
const Resolve = lazy(() => import('./resolve-dialog.tsx').then((module) => ({ default: module.ResolveDialog })));
const Order = lazy(() => import('./order-dialog.tsx').then((module) => ({ default: module.OrderDialog })));

/** The dialog of an intent; nothing without one. */
export function AlarmDialogs({ intent, acknowledging, onClose }: AlarmDialogsProps): ReactNode {
  if (!intent) return null;
  return (
    <Suspense>
      {intent.verb === 'acknowledge' && <Acknowledge alarms={intent.alarms} acknowledging={acknowledging} onClose={onClose} />}
      {intent.verb === 'suppress' && <Suppress alarm={intent.alarm} onClose={onClose} />}
      {intent.verb === 'resolve' && <Resolve alarm={intent.alarm} onClose={onClose} />}
      {intent.verb === 'order' && <Order alarm={intent.alarm} onClose={onClose} />}
    </Suspense>
  );
}

export interface AlarmDialogsProps {
  readonly intent: Intent | null;
  readonly acknowledging: Acknowledging;
  readonly onClose: () => void;
}
