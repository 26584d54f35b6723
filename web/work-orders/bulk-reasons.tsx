'use client';

import type { ReactNode } from 'react';
import { readable } from '../time/sentence.ts';
import { Button } from '../ui/button.tsx';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import type { ChosenOrder } from './bulk-queries.ts';
import type { Outcome } from './bulk-run.ts';
import type { OrderAfter, Wish } from './use-bulk-change.ts';

/** Which of the chosen orders a change leaves as they are, and what the graph says to that. */
export function BulkStaying({ orders, change }: { readonly orders: readonly ChosenOrder[]; readonly change: string }): ReactNode {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const language = useLanguage();
  if (orders.length === 0) return null;
  const why = ({ actions, site, status }: ChosenOrder): string => {
    const sentences = actions.find(({ name }) => name === change)?.blockedBy ?? [];
    const told = sentences.map((sentence) => readable(sentence, site?.timezone ?? 'UTC', language, new Date())).join(' ');
    return told === '' ? t('bulk.notOffered', { status: label('WorkOrderStatus', status) }) : told;
  };
  return (
    <>
      <h3 className="pt-4 pb-1 text-sm text-ink-2">{t('bulk.staying', { count: orders.length })}</h3>
      <Reasons reasons={orders.map((order) => ({ number: order.number, why: why(order) }))} />
    </>
  );
}

interface RefusalsProps {
  readonly outcome: Outcome<Wish, OrderAfter>;
  /** Sends what was not sent, and what was not answered: the same intention, so that nothing is done twice. */
  readonly again: () => void;
  readonly onClose: () => void;
}

/** Which orders a run did not change, and why. */
export function BulkRefusals({ outcome: { refused, unsent }, again, onClose }: RefusalsProps): ReactNode {
  const t = useWords('workOrders');
  return (
    <div role="alert">
      {refused.length > 0 && (
        <>
          <p className="m-0 pb-1 font-medium">{t('bulk.refused', { count: refused.length })}</p>
          <Reasons reasons={refused.map(({ item, why }) => ({ number: item.order.number, why }))} />
        </>
      )}
      {unsent.length > 0 && <p className="m-0 pt-3 font-medium">{t('bulk.unsent', { count: unsent.length })}</p>}
      <div className="flex justify-end gap-2 pt-4">
        {unsent.length > 0 && (
          <Button variant="primary" onClick={again}>
            {t('bulk.again')}
          </Button>
        )}
        <Button onClick={onClose}>{t('bulk.close')}</Button>
      </div>
    </div>
  );
}

function Reasons({ reasons }: { readonly reasons: readonly { readonly number: string; readonly why: string }[] }): ReactNode {
  return (
    <dl className="m-0 max-h-[38vh] overflow-y-auto text-sm text-ink-2">
      {reasons.map(({ number, why }) => (
        <div key={number} className="pt-0.5">
          <dt className="code inline">{number}</dt> <dd className="m-0 inline">{why}</dd>
        </div>
      ))}
    </dl>
  );
}
