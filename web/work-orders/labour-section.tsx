'use client';

import type { ReactNode } from 'react';
import { useNow } from '../time/now.ts';
import { Person } from '../ui/person.tsx';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/index.ts';
import type { OrderFull } from './order-full.ts';
import { useWorkedTime } from './worked-time.ts';

/** Who worked on the order and how long; an open timer counts on. */
export function LabourSection({ order }: { readonly order: OrderFull }): ReactNode {
  const t = useWords('workOrders');
  const worked = useWorkedTime();
  const now = useNow(60_000);
  const zone = order.site?.timezone ?? null;
  if (order.labor.length === 0) return <p className="m-0 px-4 pb-3 text-ink-3">{t('labour.none')}</p>;
  const minutesOf = (row: OrderFull['labor'][number]): number =>
    row.durationMinutes ??
    ((row.endTime == null ? (now ?? Date.parse(row.startTime)) : Date.parse(row.endTime)) - Date.parse(row.startTime)) / 60_000;
  const total = order.labor.reduce((sum, row) => sum + minutesOf(row), 0);
  return (
    <table className="w-full border-collapse">
      <thead>
        <tr className="h-[var(--row)] border-b border-line text-left text-xs text-ink-2">
          <th className="pl-4 font-normal">{t('labour.person')}</th>
          <th className="font-normal">{t('labour.from')}</th>
          <th className="font-normal">{t('labour.to')}</th>
          <th className="pr-4 text-right font-normal">{t('labour.duration')}</th>
        </tr>
      </thead>
      <tbody>
        {order.labor.map((row) => (
          <tr key={row.id} className="h-[var(--row)] border-b border-line">
            <td className="pl-4">
              <Person user={row.user} />
            </td>
            <td>
              <Time at={row.startTime} zone={zone} />
            </td>
            <td>{row.endTime == null ? <b className="font-medium">{t('labour.running')}</b> : <Time at={row.endTime} zone={zone} />}</td>
            <td className="tnum pr-4 text-right">{worked(minutesOf(row))}</td>
          </tr>
        ))}
        {order.labor.length > 1 && (
          <tr className="h-[var(--row)] text-ink-2">
            <td className="pl-4" colSpan={3}>
              {t('labour.total')}
            </td>
            <td className="tnum pr-4 text-right">{worked(total)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
