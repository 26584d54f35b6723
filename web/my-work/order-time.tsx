'use client';

import type { ReactNode } from 'react';
import { formatTime } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import { useZone } from '../time/zone.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import { isDone } from '../work-orders/statuses.ts';
import type { MyOrder } from './my-orders.ts';

/** The order's window by the site's clock; coloured only when its time to be done is past. */
export function OrderTime({ order }: { readonly order: MyOrder }): ReactNode {
  const t = useWords('myWork');
  const language = useLanguage();
  const { zone, label } = useZone(order.site?.timezone);
  const now = useNow(60_000);
  if (order.scheduledStart == null) return null;
  const told = { zone, language, now: new Date(now ?? order.scheduledStart) };
  const start = formatTime(order.scheduledStart, { ...told, style: 'day' });
  const end = order.scheduledEnd == null ? '' : formatTime(order.scheduledEnd, { ...told, style: 'clock' });
  const overdue = order.dueAt != null && now !== null && Date.parse(order.dueAt) < now && !isDone(order.status);
  return (
    <span className={overdue ? 'tnum font-semibold text-high' : 'tnum font-semibold'}>
      {end === '' ? start : t('at', { start, end })} <span className="text-sm font-normal text-ink-2">{label}</span>
    </span>
  );
}
