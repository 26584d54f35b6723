'use client';

import { useState, type ReactNode } from 'react';
import { conflictsOf } from '../graph/conflict.ts';
import { useChange } from '../graph/use-change.ts';
import { Form, type Field, type FieldConflict } from '../ui/form.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { useToast } from '../ui/toast.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import { useAssetSearch } from './use-asset-search.ts';
import { changedInput, editValuesOf, type EditValues } from './edit-values.ts';
import { orderChanges } from './order-changes.ts';
import type { OrderFull } from './order-full.ts';
import { numeralOf, orderPriorities } from './priority.ts';
import { orderTypes } from './order-types.ts';

/**
 * What an order says, to be changed. Which field may change in which state the graph decides, and says so at the field. When somebody
 * else was quicker, both versions stand side by side, field by field.
 */
export default function EditDialog({ order, onClose }: { readonly order: OrderFull; readonly onClose: () => void }): ReactNode {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const show = useToast();
  const { run } = useChange(orderChanges.updateWorkOrder);
  // What the person began from; after a conflict what they have been shown of the others.
  const [base, setBase] = useState(order);
  const [opened] = useState(() => editValuesOf(order));
  const [conflict, setConflict] = useState<readonly FieldConflict[]>([]);
  const searchAssets = useAssetSearch(order.site?.id);
  const zone = order.site?.timezone ?? null;
  const begun = order.actualStart != null;
  const planned = order.scheduledStart != null;

  const fields: readonly Field<EditValues>[] = [
    { kind: 'text', name: 'title', label: t('fields.title'), required: true, maxLength: 255 },
    { kind: 'textArea', name: 'description', label: t('fields.description'), rows: 5, maxLength: 10_000 },
    {
      kind: 'select',
      name: 'type',
      label: t('fields.type'),
      required: true,
      options: orderTypes.map((value) => ({ value, label: label('WorkOrderType', value) })),
    },
    {
      kind: 'chips',
      equal: true,
      name: 'priority',
      label: t('fields.priority'),
      options: orderPriorities.map((value) => ({ value, label: `${numeralOf(value)} ${label('WorkOrderPriority', value)}` })),
    },
    { kind: 'combobox', name: 'assetId', label: t('fields.asset'), placeholder: t('fields.assetSearch'), search: searchAssets },
    { kind: 'number', name: 'estimatedDurationMinutes', label: t('fields.estimatedDuration'), unit: t('fields.minutes'), min: 1, step: 1 },
    ...(order.estimatedCost == null
      ? []
      : [{ kind: 'text', name: 'estimatedCost', label: `${t('fields.estimatedCost')} (${order.currency})` } as const]),
    ...(planned
      ? [
          { kind: 'dateTime', name: 'scheduledStart', label: t('fields.scheduledStart'), zone } as const,
          { kind: 'dateTime', name: 'scheduledEnd', label: t('fields.scheduledEnd'), zone } as const,
        ]
      : []),
    ...(begun
      ? (['completionNotes', 'rootCause', 'preventiveActions'] as const).map(
          (name) => ({ kind: 'textArea', name, label: t(`fields.${name}`), rows: 3, maxLength: 10_000 }) as const,
        )
      : []),
  ];

  const submit = async (values: EditValues) => {
    const input = changedInput(editValuesOf(base), values);
    if (Object.keys(input).length === 0) {
      show({ title: t('edit.nothing'), kind: 'note' });
      onClose();
      return { ok: true } as const;
    }
    const changed = await run({ id: order.id, version: base.version, ...input });
    if (changed.ok) {
      show({ title: t('edit.saved', { number: order.number }) });
      onClose();
      return { ok: true } as const;
    }
    const theirs = changed.data?.change.workOrder;
    if (!changed.stale || theirs == null) return { ok: false, problems: changed.problems } as const;
    const conflicts = conflictsOf({ ...editValuesOf(base) }, { ...values }, { ...editValuesOf(theirs) });
    setBase(theirs);
    setConflict(conflicts);
    // Somebody changed what this form does not touch: it is sent once more on top of that.
    if (conflicts.length === 0) return resend(theirs, values);
    return { ok: false, problems: [] } as const;
  };

  const resend = async (on: OrderFull, values: EditValues) => {
    const again = await run({ id: order.id, version: on.version, ...changedInput(editValuesOf(on), values) });
    if (!again.ok) return { ok: false, problems: again.problems } as const;
    show({ title: t('edit.saved', { number: order.number }) });
    onClose();
    return { ok: true } as const;
  };

  return (
    <Sheet title={t('edit.title', { number: order.number })} open onClose={onClose}>
      <Form
        id={`edit:${order.id}`}
        fields={fields}
        initial={opened}
        conflict={conflict}
        submitLabel={t('edit.submit')}
        onSubmit={submit}
        onCancel={onClose}
      />
    </Sheet>
  );
}
