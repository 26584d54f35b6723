'use client';

import { useState, type ReactNode } from 'react';
import { useClient } from 'urql';
import type { InventoryItemQuery } from '../gql/graphql.ts';
import { useChange } from '../graph/use-change.ts';
import { useConnection } from '../graph/use-connection.ts';
import { formatCount, formatNumber } from '../time/format.ts';
import { NumberField } from '../ui/field.tsx';
import { Form, type Field, type Submitted } from '../ui/form.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { useToast } from '../ui/toast.tsx';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import { inventoryAdjustMutation, inventoryStockQuery } from './documents.ts';
import { StockBar, type Stock } from './stock-bar.tsx';

type Item = NonNullable<InventoryItemQuery['inventoryItem']>;

interface Values {
  readonly change: number | null;
  readonly reason: string;
}

const initial: Values = { change: null, reason: '' };

export interface AdjustSheetProps {
  readonly item: Item;
  readonly open: boolean;
  readonly onClose: () => void;
  /** Called when the ledger has a new row. */
  readonly onAdjusted: () => void;
}

/** A correction of a stock: a signed change with its reason, and what comes of it before it is saved. */
export default function AdjustSheet({ item, open, onClose, onAdjusted }: AdjustSheetProps): ReactNode {
  const t = useWords('inventory');
  return (
    <Sheet title={t('adjustTitle', { code: item.code })} open={open} onClose={onClose}>
      <AdjustForm item={item} onClose={onClose} onAdjusted={onAdjusted} />
    </Sheet>
  );
}

function AdjustForm({ item, onClose, onAdjusted }: Omit<AdjustSheetProps, 'open'>): ReactNode {
  const t = useWords('inventory');
  const unit = useEnumLabel()('UnitOfMeasure', item.unitOfMeasure);
  const { state } = useConnection();
  // What the person has seen: a correction is meant against it.
  const [seen, setSeen] = useState(item.quantityOnHand);
  const adjust = useAdjust(item, onAdjusted);
  const client = useClient();

  const submit = async ({ change, reason }: Values): Promise<Submitted> => {
    if (change === null) return refused(t('adjustChangeRequired'), 'change');
    const { data } = await client.query(inventoryStockQuery, { id: item.id }, { requestPolicy: 'network-only' }).toPromise();
    const now = data?.inventoryItem?.quantityOnHand;
    if (now !== undefined && now !== seen) {
      setSeen(now);
      return refused(t('adjustMoved', { before: seen, now }), 'change');
    }
    const done = await adjust(change, reason.trim());
    if (done.ok) onClose();
    return done;
  };

  const fields: readonly Field<Values>[] = [
    {
      name: 'change',
      label: t('adjustChange'),
      kind: 'custom',
      // With its preview, so that a draft that comes back after a reload brings it along.
      render: ({ value, onChange, problem, label }) => {
        const change = typeof value === 'number' ? value : null;
        return (
          <div className="flex flex-col gap-3">
            <NumberField
              name="change"
              label={label}
              help={t('adjustChangeHelp')}
              problem={problem}
              required
              autoFocus
              unit={unit}
              value={change}
              onChange={onChange}
            />
            <Preview stock={item} change={change} unit={unit} />
          </div>
        );
      },
      required: true,
      requiredMessage: t('adjustChangeRequired'),
      validate: (value) => (Number.isInteger(value) && value !== 0 ? null : t('adjustChangeRequired')),
    },
    {
      name: 'reason',
      label: t('adjustReason'),
      kind: 'textArea',
      maxLength: 1000,
      required: true,
      requiredMessage: t('adjustReasonRequired'),
      validate: (value) => (typeof value === 'string' && value.trim() !== '' ? null : t('adjustReasonRequired')),
      help: t('adjustReasonHelp'),
    },
  ];
  return (
    <>
      <p className="mb-4 text-ink-2">{t('adjustIntro')}</p>
      {state === 'lost' && (
        <p role="status" className="mb-4 font-medium">
          {t('adjustOffline')}
        </p>
      )}
      <Form
        id={`adjust-stock:${item.id}`}
        fields={fields}
        initial={initial}
        submitLabel={t('adjustSubmit')}
        onSubmit={submit}
        onCancel={onClose}
      />
    </>
  );
}

/** The balance that a change leads to. Whether it may be is the graph's to say. */
function Preview({ stock, change, unit }: { readonly stock: Stock; readonly change: number | null; readonly unit: string }): ReactNode {
  const t = useWords('inventory');
  const language = useLanguage();
  const count = (quantity: number) => formatCount(quantity, language);
  const before = stock.quantityOnHand;
  const after = before + (change ?? 0);
  return (
    <section aria-live="polite" aria-label={t('adjustPreview')} className="border-l-2 border-line pl-3">
      <h3 className="text-sm font-normal text-ink-2">{t('adjustPreview')}</h3>
      {change === null || change === 0 ? (
        <p className="text-ink-2">{t('adjustPreviewNone')}</p>
      ) : (
        <p className="tnum text-xl font-semibold">{t('adjustPreviewText', { before: count(before), after: count(after), unit })}</p>
      )}
      <p className="tnum mb-2 text-sm text-ink-2">
        {t('adjustPreviewAvailable', { available: count(after - stock.quantityReserved), reserved: count(stock.quantityReserved) })}
      </p>
      <StockBar stock={stock} next={change === null ? null : after} tall />
    </section>
  );
}

/** Saves a correction, says so, and offers the opposite one: what is in the ledger stays there. */
function useAdjust(item: Item, onAdjusted: () => void): (change: number, reason: string) => Promise<Submitted> {
  const t = useWords('inventory');
  const unit = useEnumLabel()('UnitOfMeasure', item.unitOfMeasure);
  const language = useLanguage();
  const show = useToast();
  const { run } = useChange(inventoryAdjustMutation);
  const { id, code } = item;

  const undo = async (change: number, reason: string): Promise<void> => {
    const done = await run({ inventoryItemId: id, change: -change, reason: t('adjustUndo', { reason }).slice(0, 1000) });
    if (done.ok) {
      onAdjusted();
      show({ title: t('adjustUndone', { code, balance: done.data.adjustStock.inventoryItem?.quantityOnHand ?? 0, unit }) });
    } else if (done.problems.length > 0) {
      show({ kind: 'failed', title: t('adjustUndoFailed', { code }), detail: done.problems.map(({ message }) => message).join(' ') });
    }
  };
  return async (change, reason) => {
    const done = await run({ inventoryItemId: id, change, reason });
    if (!done.ok) return { ok: false, problems: done.problems };
    onAdjusted();
    show({
      title: t('adjusted', {
        code,
        change: formatNumber(change, { language, digits: 0, sign: 'always' }),
        unit,
        balance: done.data.adjustStock.inventoryItem?.quantityOnHand ?? 0,
      }),
      undo: () => void undo(change, reason),
    });
    return { ok: true };
  };
}

function refused(message: string, field: string): Submitted {
  return { ok: false, problems: [{ message, path: [field] }] };
}
