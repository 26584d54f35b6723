'use client';

import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useData } from '../graph/use-data.ts';
import { useWords } from '../words/index.ts';
import type { OrderFull } from './order-full.ts';
import { windowClashesQuery } from './order-queries.ts';
import { useClashWords } from './plan-clashes.ts';

interface Props {
  readonly order: OrderFull;
  /** ISO 8601, '' while the field is not whole. */
  readonly start: string;
  readonly end: string;
}

/** What else is planned on the asset in the window that is being chosen, before it is sent. */
export function WindowClashes({ order, start, end }: Props): ReactNode {
  const t = useWords('workOrders');
  const tell = useClashWords(order.site?.timezone);
  const whole = start !== '' && end !== '' && start < end;
  const { data, stale } = useData(windowClashesQuery, { id: order.id, start, end }, { pause: !whole || order.asset == null });
  const clashes = whole && !stale ? data?.workOrder?.assetClashes : undefined;
  if (order.asset == null) return null;
  return (
    <p role="status" className="min-h-[18px] text-sm text-ink-2">
      {clashes == null ? (
        ''
      ) : clashes.length === 0 ? (
        t('fields.assetFree')
      ) : (
        <b className="font-medium text-ink">
          <TriangleAlert aria-hidden className="inline size-3.5 align-[-2px]" /> {t('fields.assetTaken', { orders: tell(clashes) })}
        </b>
      )}
    </p>
  );
}
