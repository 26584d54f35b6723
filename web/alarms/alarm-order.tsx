'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { StatusPill } from '../ui/marks.tsx';
import { useWords } from '../words/index.ts';
import type { AlarmRecord } from './history.ts';

/** The work that was ordered because of the alarm. */
export default function AlarmOrder({ alarm }: { readonly alarm: AlarmRecord }): ReactNode {
  const t = useWords('alarms');
  const order = alarm.workOrder;
  if (!order) return <p className="text-ink-2">{t('noOrder')}</p>;
  return (
    <Link href={links.workOrder(order.number)} className="flex min-h-(--row) flex-wrap items-center gap-x-3 text-ink hover:underline">
      <span className="code">{order.number}</span>
      <span className="min-w-0 flex-1 truncate">{order.title}</span>
      <span className="text-ink-2">{order.assignedTo?.displayName ?? t('unassigned')}</span>
      <StatusPill kind="workOrder" status={order.status} />
    </Link>
  );
}
