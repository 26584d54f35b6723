'use client';

import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { useWords } from '../words/index.ts';
import { SafetyList } from '../work-orders/safety-list.tsx';
import type { MyOrder } from './my-orders.ts';

interface Props {
  readonly order: MyOrder;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onStart: () => Promise<unknown>;
}

/** What has to be true before work begins. The button says that it is: nobody starts in passing. */
export function SafetySheet({ order, open, onClose, onStart }: Props): ReactNode {
  const t = useWords('myWork');
  return (
    <Sheet
      title={t('safetyTitle', { number: order.number })}
      open={open}
      onClose={onClose}
      actions={
        <Button variant="primary" size="large" className="min-h-14 flex-1" onClick={() => onStart().then(onClose)}>
          {t('safetyDo')}
        </Button>
      }
    >
      <p className="pb-3 text-lg">
        <b className="font-semibold">{order.asset?.code}</b> {order.title}
      </p>
      <SafetyList />
    </Sheet>
  );
}
