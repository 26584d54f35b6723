'use client';

import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import type { WorkOrderPriority, WorkOrderType } from '../gql/graphql.ts';
import { useChange } from '../graph/use-change.ts';
import { links } from '../links.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Form, type Field } from '../ui/form.tsx';
import { useToast } from '../ui/toast.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import type { Alarm } from './alarm.ts';
import { createAlarmOrder } from './documents.ts';

interface Values {
  readonly title: string;
  readonly type: string;
  readonly priority: string;
}

/** Types of work that an alarm can lead to; what this viewer may create is the graph's to say. */
const types: readonly WorkOrderType[] = ['CORRECTIVE', 'EMERGENCY', 'INSPECTION', 'PREVENTIVE', 'PREDICTIVE', 'UPGRADE'];
const priorities: readonly WorkOrderPriority[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'];

/** Makes the work order that an alarm needs, filled in from it. An order that is open for it already is shown instead. */
export function OrderDialog({ alarm, onClose }: { readonly alarm: Alarm; readonly onClose: () => void }): ReactNode {
  const t = useWords('alarms');
  const label = useEnumLabel();
  const toast = useToast();
  const change = useChange(createAlarmOrder);
  const keyOf = useIntentions();
  const [open, setOpen] = useState<string | null>(null);
  const fields: readonly Field<Values>[] = [
    { kind: 'text', name: 'title', label: t('orderTitle'), required: true, maxLength: 255 },
    {
      kind: 'chips',
      name: 'type',
      label: t('orderType'),
      required: true,
      options: types.map((value) => ({ value, label: label('WorkOrderType', value) })),
    },
    {
      kind: 'chips',
      name: 'priority',
      label: t('orderPriority'),
      required: true,
      options: priorities.map((value) => ({ value, label: label('WorkOrderPriority', value) })),
    },
  ];
  return (
    <Dialog title={t('createOrderTitle', { asset: alarm.asset?.code ?? alarm.number })} open onClose={onClose}>
      <p className="mb-3 text-ink-2">{t('createOrderText')}</p>
      {open && (
        <p className="mb-3">
          <Link href={links.workOrder(open)} className="text-focus hover:underline">
            {t('orderOpen', { number: open })}
          </Link>
        </p>
      )}
      <Form<Values>
        id={`alarm-order-${alarm.id}`}
        fields={fields}
        initial={{ title: alarm.title, type: 'CORRECTIVE', priority: alarm.severity === 'INFO' ? 'LOW' : alarm.severity }}
        submitLabel={t('createOrder')}
        onCancel={onClose}
        onSubmit={async ({ title, type, priority }) => {
          const input = {
            alertId: alarm.id,
            title,
            type: types.find((each) => each === type) ?? 'CORRECTIVE',
            priority: priorities.find((each) => each === priority) ?? 'MEDIUM',
          };
          const answer = await change.run(input, { idempotencyKey: keyOf(JSON.stringify(input)) });
          if (!answer.ok) {
            setOpen(answer.data?.createWorkOrderFromAlert.workOrder?.number ?? null);
            return answer;
          }
          const number = answer.data.createWorkOrderFromAlert.workOrder?.number;
          if (number) toast({ title: t('orderCreated', { number }), href: links.workOrder(number) });
          onClose();
          return { ok: true };
        }}
      />
    </Dialog>
  );
}

/** One key per intention, whatever the network does: what is sent again unchanged gives the order of the first time. */
function useIntentions(): (input: string) => string {
  const [keys] = useState(() => new Map<string, string>());
  return (input) => {
    const key = keys.get(input) ?? crypto.randomUUID();
    keys.set(input, key);
    return key;
  };
}
