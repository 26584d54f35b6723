'use client';

import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useData } from '../graph/use-data.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import { BulkPeople } from './bulk-people-choice.tsx';
import { chosenQuery, type ChosenOrder } from './bulk-queries.ts';
import { BulkRefusals, BulkStaying } from './bulk-reasons.tsx';
import type { Outcome } from './bulk-run.ts';
import type { OrderRow } from './order-row.ts';
import { numeralOf, orderPriorities } from './priority.ts';
import { assignWish, backOf, priorityWish, useBulkChange, type OrderAfter, type Wish } from './use-bulk-change.ts';

export interface Bulk {
  readonly kind: 'priority' | 'assign';
  readonly rows: readonly OrderRow[];
}

/** The words of what a run did, by how many orders it did it to. */
type Told = (count: number) => string;

/** The one change of many orders: what stays as it is and why is told before, what was refused and why after. */
export default function BulkDialog({ bulk, onClose }: { readonly bulk: Bulk; readonly onClose: () => void }): ReactNode {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const { kind, rows } = bulk;
  const ids = rows.map(({ id }) => id);
  const { data, state, error, refetch } = useData(chosenQuery, { ids, first: ids.length });
  const { progress, outcome, begin } = useRun(onClose);
  const change = kind === 'priority' ? 'updateWorkOrder' : 'assignWorkOrder';
  const orders = data?.workOrders.nodes ?? [];
  const able = orders.filter(({ actions }) => actions.some(({ name, allowed }) => name === change && allowed));
  const staying = orders.filter((order) => !able.includes(order));
  const title = t(`bulk.title.${kind}`, { count: rows.length });

  const setPriority = (numeral: string, wishes: readonly Wish[]): void =>
    wishes.length === 0 ? onClose() : begin(wishes, (count) => t('bulk.prioritySet', { count, numeral }));
  const assign = (person: { readonly id: string; readonly name: string }, to: readonly ChosenOrder[]): void =>
    begin(
      to.map((order) => assignWish(order, person)),
      (count) => t('bulk.assigned', { count, name: person.name }),
    );

  return (
    <Dialog title={title} open onClose={onClose}>
      {outcome ? (
        <BulkRefusals outcome={outcome.outcome} again={outcome.again} onClose={onClose} />
      ) : progress ? (
        <p role="status" className="m-0 flex items-center gap-3">
          <span aria-hidden className="h-1.5 min-w-0 flex-1 bg-line">
            <span className="block h-full bg-ink-2" style={{ width: `${(100 * progress.settled) / progress.of}%` }} />
          </span>
          <span className="tnum">{t('bulk.progress', { done: progress.settled, count: progress.of })}</span>
        </p>
      ) : !data ? (
        state === 'failed' ? (
          <Failed what={t('what.orders')} error={error} retry={refetch} />
        ) : (
          <Loading rows={4} />
        )
      ) : (
        <>
          {kind === 'priority' ? (
            <div className="flex flex-wrap gap-2" role="group" aria-label={t('priority')}>
              {orderPriorities.map((priority) => (
                <Button
                  key={priority}
                  reason={able.length === 0 ? t('bulk.none') : undefined}
                  onClick={() =>
                    setPriority(
                      numeralOf(priority),
                      able.filter((order) => order.priority !== priority).map((order) => priorityWish(order, order.version, priority)),
                    )
                  }
                >
                  <span className="tnum">{numeralOf(priority)}</span> {label('WorkOrderPriority', priority)}
                </Button>
              ))}
            </div>
          ) : able.length === 0 ? (
            <p className="m-0">{t('bulk.none')}</p>
          ) : (
            <BulkPeople orders={able} onAssign={(person) => assign(person, able)} onCancel={onClose} />
          )}
          <BulkStaying orders={staying} change={change} />
        </>
      )}
    </Dialog>
  );
}

interface Run {
  readonly progress: { readonly settled: number; readonly of: number } | undefined;
  /** What is left to tell when a run has ended; a run that did everything closes the dialog. */
  readonly outcome: { readonly outcome: Outcome<Wish, OrderAfter>; readonly again: () => void } | undefined;
  readonly begin: (wishes: readonly Wish[], told: Told) => void;
}

/** Carries a run out, also when its dialog is closed meanwhile; what was done is told with Undo. */
function useRun(onClose: () => void): Run {
  const t = useWords('workOrders');
  const show = useToast();
  const { run } = useBulkChange();
  const [progress, setProgress] = useState<Run['progress']>();
  const [outcome, setOutcome] = useState<Run['outcome']>();
  const open = useRef(true);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);

  const tellRest = ({ refused, unsent }: Outcome<Wish, OrderAfter>, again?: () => void): void => {
    if (refused.length + unsent.length === 0) return;
    const detail = [...refused.map(({ item, why }) => `${item.order.number}: ${why}`), ...unsent.map(({ order }) => order.number)];
    const title = t('bulk.refused', { count: refused.length + unsent.length });
    show({ kind: 'failed', title, detail: detail.join(' · '), ...(again && unsent.length > 0 && { undo: again }) });
  };
  const undo = async (backs: readonly Wish[]): Promise<void> => {
    const undone = await run(backs, () => {});
    if (undone.done.length > 0) show({ title: t('bulk.undone', { count: undone.done.length }) });
    tellRest(undone, () => void undo(undone.unsent));
  };
  const carry = async (wishes: readonly Wish[], told: Told): Promise<void> => {
    setOutcome(undefined);
    setProgress({ settled: 0, of: wishes.length });
    const ended = await run(wishes, (settled) => setProgress({ settled, of: wishes.length }));
    const backs = ended.done.flatMap(({ item, after }) => backOf(item, after, t('undone')) ?? []);
    if (ended.done.length > 0) {
      show({ title: told(ended.done.length), ...(backs.length > 0 && { undo: () => void undo(backs) }) });
    }
    setProgress(undefined);
    if (!open.current) tellRest(ended);
    else if (ended.refused.length + ended.unsent.length === 0) onClose();
    else setOutcome({ outcome: ended, again: () => void carry(ended.unsent, told) });
  };
  return { progress, outcome, begin: (wishes, told) => void carry(wishes, told) };
}
