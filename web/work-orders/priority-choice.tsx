'use client';

import { useState, type ReactNode } from 'react';
import type { WorkOrderPriority } from '../gql/graphql.ts';
import { useChange } from '../graph/use-change.ts';
import { useReadable } from '../time/use-readable.ts';
import { Button } from '../ui/button.tsx';
import { useToast } from '../ui/toast.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import { orderChanges } from './order-changes.ts';
import type { OrderFull } from './order-full.ts';
import { numeralOf, orderPriorities } from './priority.ts';

/** One press sets the priority: shown at once, taken back by Undo for ten seconds. */
export function PriorityChoice({ order, onDone }: { readonly order: OrderFull; readonly onDone: () => void }): ReactNode {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const show = useToast();
  const { run, busy } = useChange(orderChanges.updateWorkOrder);
  const read = useReadable(order.site?.timezone);
  const [problem, setProblem] = useState<string>();
  const update = order.actions.find(({ name }) => name === 'updateWorkOrder');

  const set = async (version: number, priority: WorkOrderPriority, undo: WorkOrderPriority | undefined): Promise<void> => {
    const optimistic = [{ typename: 'WorkOrder', id: order.id, fields: { priority } }];
    const changed = await run({ id: order.id, version, priority }, { optimistic });
    if (!changed.ok) {
      const message = changed.problems.map((each) => read(each.message))[0];
      setProblem(message);
      if (undo === undefined && message !== undefined) show({ kind: 'failed', title: t('setPriority'), detail: message });
      return;
    }
    const after = changed.data.change.workOrder;
    show({
      title: t('prioritySet', { number: order.number, numeral: numeralOf(priority) }),
      ...(undo !== undefined && after ? { undo: () => void set(after.version, undo, undefined) } : {}),
    });
    onDone();
  };

  return (
    <>
      <p className="pb-3 text-ink-2">
        <span className="code">{order.number}</span> {order.title}
      </p>
      <div className="flex flex-wrap gap-2" role="group" aria-label={t('priority')}>
        {orderPriorities.map((priority) => (
          <Button
            key={priority}
            aria-pressed={priority === order.priority}
            busy={busy}
            reason={update?.allowed === true ? undefined : (update?.blockedBy.map(read).join(' ') ?? t('noUpdate'))}
            onClick={() => (priority === order.priority ? onDone() : set(order.version, priority, order.priority))}
          >
            <span className="tnum">{numeralOf(priority)}</span> {label('WorkOrderPriority', priority)}
          </Button>
        ))}
      </div>
      {problem !== undefined && (
        <p role="alert" className="pt-3">
          {problem}
        </p>
      )}
    </>
  );
}
