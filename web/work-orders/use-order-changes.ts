'use client';

import { usePathname } from 'next/navigation';
import { useClient } from 'urql';
import { useChange, type Change } from '../graph/use-change.ts';
import type { Problem } from '../graph/errors.ts';
import { links } from '../links.ts';
import type { EntryKind } from '../outbox/use-outbox.ts';
import { useToast } from '../ui/toast.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import {
  changeOf,
  isKeptChange,
  type DirectChangeName,
  type KeptChangeName,
  type OrderChanged,
  type OrderChangeInput,
  type OrderChangeName,
} from './order-changes.ts';
import type { OrderFull } from './order-full.ts';
import { assigneesQuery } from './order-queries.ts';
import { shownAtOnce } from './shown-at-once.ts';
import { readable } from '../time/sentence.ts';
import { changedSince, type Stale } from './stale.ts';
import { reversalOf } from './undo.ts';
import { useKept } from './use-kept.ts';

export type Outcome =
  { readonly ok: true } | { readonly ok: false; readonly problems: readonly Problem[]; readonly stale?: Stale | undefined };

type Values = Readonly<Record<string, unknown>>;

export interface OrderChanges {
  /**
   * Makes a change with the version that the person saw; what others have changed since is handed back as `stale`. A success is told
   * in a toast, with Undo where it can be taken back; refusals are handed back, their times told by the site's clock.
   */
  readonly run: (name: OrderChangeName, order: OrderFull, values: Values, idempotencyKey?: string) => Promise<Outcome>;
}

const cacheOnly = { requestPolicy: 'cache-only' } as const;

const keptKinds: Readonly<Record<KeptChangeName, EntryKind>> = {
  startWorkOrder: 'start',
  holdWorkOrder: 'hold',
  resumeWorkOrder: 'resume',
  completeWorkOrder: 'complete',
};

/** All changes of an order's state by their names in `actions`. */
export function useOrderChanges(): OrderChanges {
  const t = useWords('workOrders');
  const show = useToast();
  const direct = useDirectChanges();
  const send = useKept();
  const language = useLanguage();
  const here = usePathname();
  const client = useClient();

  /** Names of those who were offered for the order. */
  const nameOf =
    ({ id }: OrderFull) =>
    (userId: string): string | undefined =>
      client.readQuery(assigneesQuery, { id }, cacheOnly)?.data?.workOrder?.assignees?.find(({ user }) => user.id === userId)?.user
        .displayName;

  /** Problems with their instants as people at the site read them. */
  const told = (order: OrderFull, problems: readonly Problem[]): readonly Problem[] => {
    const zone = order.site?.timezone ?? 'UTC';
    return problems.map((problem) => ({ ...problem, message: readable(problem.message, zone, language, new Date()) }));
  };

  const run: OrderChanges['run'] = async (name, order, values, idempotencyKey) => {
    if (isKeptChange(name)) return keep(name, order, values);
    const key = idempotencyKey === undefined ? {} : { idempotencyKey };
    const optimistic = shownAtOnce(name, order, values, nameOf(order));
    const changed = await direct[name].run({ id: order.id, version: order.version, ...values }, { ...key, optimistic });
    if (changed.ok) {
      tell(name, order, changed.data.change.workOrder ?? undefined);
      return { ok: true };
    }
    const problems = told(order, changed.problems);
    const theirs = changed.stale ? changed.data?.change.workOrder : undefined;
    if (theirs == null) return { ok: false, problems };
    const others = changedSince(order, theirs);
    // Its version moved for something that nobody who acts on it goes by: there is no question to ask.
    if (others.length === 0 && theirs.version > order.version) return run(name, theirs, values, idempotencyKey);
    return { ok: false, problems, stale: { changed: others, order: theirs } };
  };

  /** Through the outbox: done, refused, or kept for when there is a network. */
  const keep = async (kind: KeptChangeName, order: OrderFull, values: Values): Promise<Outcome> => {
    const input = { id: order.id, version: order.version, ...values };
    const kept = await send({
      kind: keptKinds[kind],
      workOrderId: order.id,
      variables: { input },
      title: t(`done.${kind}`, { number: order.number }),
    });
    if (!kept.ok) {
      const stale = kept.conflicts.length > 0 ? { changed: kept.conflicts } : undefined;
      return { ok: false, problems: told(order, kept.problems), stale };
    }
    if (kept.answered) tell(kind, order, undefined);
    else show({ title: t('kept', { number: order.number }), kind: 'note', href: links.outbox() });
    return { ok: true };
  };

  const tell = (name: OrderChangeName, before: OrderFull, after: OrderFull | undefined): void => {
    const { number } = before;
    const reversal = after && reversalOf(name, before, after);
    show({
      title: t(`done.${name}`, { number }),
      // Where the order is open already there is nothing to show.
      ...(here !== links.workOrder(number) && { href: links.workOrder(number) }),
      ...(reversal && {
        undo: () =>
          void direct[reversal.name]
            .run(
              { id: after.id, version: after.version, reason: t('undone'), ...reversal.values },
              { optimistic: shownAtOnce(reversal.name, after, reversal.values, () => before.assignedTo?.displayName) },
            )
            .then((result) => {
              if (result.ok) show({ title: t(`done.${reversal.name}`, { number }) });
              else
                for (const { message } of result.problems) show({ kind: 'failed', title: t(`actions.${reversal.name}`), detail: message });
            }),
      }),
    });
  };

  return { run };
}

function useDirectChanges(): Record<DirectChangeName, Change<OrderChanged, OrderChangeInput>> {
  return {
    submitWorkOrder: useChange(changeOf('submitWorkOrder')),
    approveWorkOrder: useChange(changeOf('approveWorkOrder')),
    rejectWorkOrder: useChange(changeOf('rejectWorkOrder')),
    scheduleWorkOrder: useChange(changeOf('scheduleWorkOrder')),
    unscheduleWorkOrder: useChange(changeOf('unscheduleWorkOrder')),
    assignWorkOrder: useChange(changeOf('assignWorkOrder')),
    unassignWorkOrder: useChange(changeOf('unassignWorkOrder')),
    verifyWorkOrder: useChange(changeOf('verifyWorkOrder')),
    reopenWorkOrder: useChange(changeOf('reopenWorkOrder')),
    closeWorkOrder: useChange(changeOf('closeWorkOrder')),
    cancelWorkOrder: useChange(changeOf('cancelWorkOrder')),
    updateWorkOrder: useChange(changeOf('updateWorkOrder')),
  };
}
