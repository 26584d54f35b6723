'use client';

import { useState, type ReactNode } from 'react';
import { useClient } from 'urql';
import { Dialog } from '../ui/dialog.tsx';
import { Form, type Field } from '../ui/form.tsx';
import type { Option } from '../ui/select.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import type { OrderFull } from './order-full.ts';
import { stockQuery } from './order-queries.ts';
import { useKept, useTellKept } from './use-kept.ts';

interface PartValues {
  readonly item: Option | null;
  readonly quantity: number | null;
}

/** A part from the store of the order's site; what is available stands beside it. */
export default function PartDialog({ order, onClose }: { readonly order: OrderFull; readonly onClose: () => void }): ReactNode {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const tell = useTellKept();
  const client = useClient();
  const send = useKept();
  const [values, setValues] = useState<PartValues>({ item: null, quantity: 1 });
  const search = async (text: string): Promise<Option[]> => {
    if (!order.site) return [];
    const named = text === '' ? {} : { or: [{ code: { contains: text } }, { name: { contains: text } }] };
    const where = { siteId: { eq: order.site.id }, ...named };
    const { data } = await client.query(stockQuery, { where }, { requestPolicy: 'network-only' });
    return (data?.inventoryItems.nodes ?? [])
      .filter(({ status }) => status === 'ACTIVE')
      .map((item) => {
        const unit = label('UnitOfMeasure', item.unitOfMeasure);
        const count = item.quantityAvailable;
        const available =
          item.binLocation == null ? t('part.available', { count, unit }) : t('part.availableAt', { count, unit, bin: item.binLocation });
        return {
          value: item.id,
          label: `${item.code} ${item.name}`,
          note: available,
          ...(count === 0 ? { disabledReason: available } : {}),
        };
      });
  };
  const fields: readonly Field<PartValues>[] = [
    {
      kind: 'combobox',
      name: 'item',
      path: 'inventoryItemId',
      label: t('part.item'),
      placeholder: t('part.itemSearch'),
      required: true,
      autoFocus: true,
      search,
      ...(values.item?.note === undefined ? {} : { help: values.item.note }),
    },
    { kind: 'number', name: 'quantity', label: t('part.quantity'), required: true, min: 1, step: 1 },
  ];
  const submit = async ({ item, quantity }: PartValues) => {
    if (item === null || quantity === null) return { ok: true } as const;
    const code = item.label.split(' ')[0] ?? item.label;
    const title = t('part.taken', { quantity, code });
    const kept = await send({
      kind: 'consumeParts',
      title,
      workOrderId: order.id,
      variables: { input: { workOrderId: order.id, lines: [{ inventoryItemId: item.value, quantity }] } },
    });
    if (kept.ok) {
      tell(kept, title);
      onClose();
    }
    return kept;
  };
  return (
    <Dialog title={`${t('part.take')} · ${order.number}`} open onClose={onClose} size="small">
      <Form
        id={`part:${order.id}`}
        fields={fields}
        initial={{ item: null, quantity: 1 }}
        submitLabel={t('part.take')}
        onSubmit={submit}
        onCancel={onClose}
        onChange={setValues}
      />
    </Dialog>
  );
}
