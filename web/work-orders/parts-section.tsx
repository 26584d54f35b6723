'use client';

import { Plus } from 'lucide-react';
import Link from 'next/link';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { links } from '../links.ts';
import { formatMoney } from '../time/format.ts';
import { Button } from '../ui/button.tsx';
import { Person } from '../ui/person.tsx';
import { Time } from '../ui/time.tsx';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import type { OrderFull } from './order-full.ts';
import { may } from './steps.ts';

const PartDialog = lazy(() => import('./part-dialog.tsx'));

/** What the order has used of the store, and the way to take more. */
export function PartsSection({ order }: { readonly order: OrderFull }): ReactNode {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const language = useLanguage();
  const [taking, setTaking] = useState(false);
  const parts = order.parts ?? [];
  const costs = parts.some(({ totalCost }) => totalCost != null);
  const zone = order.site?.timezone ?? null;
  // Whoever may work on tasks may take parts; the graph says it of the tasks.
  const mayTake = may(order.actions, 'completeTask');
  return (
    <>
      {parts.length === 0 ? (
        <p className="m-0 px-4 pb-2 text-ink-3">{t('part.none')}</p>
      ) : (
        <table className="w-full border-collapse">
          <thead>
            <tr className="h-[var(--row)] border-b border-line text-left text-xs text-ink-2">
              <th className="pl-4 font-normal">{t('part.item')}</th>
              <th className="text-right font-normal">{t('part.quantity')}</th>
              <th className="pl-4 font-normal phone:hidden">{t('part.by')}</th>
              <th className="pl-4 font-normal">{t('part.at')}</th>
              {costs && <th className="pr-4 text-right font-normal">{t('part.cost')}</th>}
            </tr>
          </thead>
          <tbody>
            {parts.map((part) => (
              <tr key={part.id} className="h-[var(--row)] border-b border-line">
                <td className="pl-4">
                  {part.item ? (
                    <Link href={links.inventoryItem(part.item.id)} prefetch={false}>
                      <span className="code">{part.item.code}</span> {part.item.name}
                    </Link>
                  ) : (
                    '–'
                  )}
                </td>
                <td className="tnum text-right">
                  {part.quantity} {part.item && <span className="text-ink-2">{label('UnitOfMeasure', part.item.unitOfMeasure)}</span>}
                </td>
                <td className="pl-4 phone:hidden">
                  <Person user={part.consumedBy} />
                </td>
                <td className="pl-4">
                  <Time at={part.consumedAt} zone={zone} />
                </td>
                {costs && (
                  <td className="tnum pr-4 text-right">
                    {part.totalCost == null ? '–' : formatMoney(part.totalCost, part.currency, language)}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {mayTake && (
        <div className="px-3 py-1">
          <Button size="small" variant="quiet" icon={<Plus />} onClick={() => setTaking(true)}>
            {t('part.take')}
          </Button>
        </div>
      )}
      {taking && (
        <Suspense>
          <PartDialog order={order} onClose={() => setTaking(false)} />
        </Suspense>
      )}
    </>
  );
}
