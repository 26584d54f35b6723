'use client';

import type { WorkOrderPriority } from '../gql/graphql.ts';
import { codesOf, isUnreachable } from '../graph/errors.ts';
import { patches, type Patch } from '../graph/patches.ts';
import { useChange } from '../graph/use-change.ts';
import { readable } from '../time/sentence.ts';
import { useLanguage, useWords } from '../words/index.ts';
import type { ChosenOrder } from './bulk-queries.ts';
import { changeAll, type Outcome } from './bulk-run.ts';
import { changeOf, type OrderChanged } from './order-changes.ts';
import { shownAtOnce } from './shown-at-once.ts';
import { may } from './steps.ts';

export type OrderAfter = NonNullable<NonNullable<OrderChanged['change']>['workOrder']>;

/** One change of one of many orders. */
export interface Wish {
  readonly order: ChosenOrder;
  readonly name: 'updateWorkOrder' | 'assignWorkOrder' | 'unassignWorkOrder';
  readonly version: number;
  readonly values: Readonly<Record<string, unknown>>;
  /** What is shown of the order until the graph has answered. */
  readonly shown: readonly Patch[];
  /** One intention, however often it is sent. */
  readonly key: string;
}

export interface BulkChange {
  /** Makes the changes one by one, each with its own version and answer; all are shown at once, and taken back where they are refused. */
  readonly run: (wishes: readonly Wish[], tell: (settled: number) => void) => Promise<Outcome<Wish, OrderAfter>>;
}

export function useBulkChange(): BulkChange {
  const t = useWords('workOrders');
  const language = useLanguage();
  const changes = {
    updateWorkOrder: useChange(changeOf('updateWorkOrder')),
    assignWorkOrder: useChange(changeOf('assignWorkOrder')),
    unassignWorkOrder: useChange(changeOf('unassignWorkOrder')),
  };
  return {
    run: async (wishes, tell) => {
      const shown = new Map(wishes.map((wish) => [wish, patches.add(wish.shown)] as const));
      const outcome = await changeAll<Wish, OrderAfter>(
        wishes,
        async (wish) => {
          const { order, version, values, key } = wish;
          const changed = await changes[wish.name].run({ id: order.id, version, ...values }, { idempotencyKey: key });
          shown.get(wish)?.();
          if (changed.ok) {
            const after = changed.data.change.workOrder;
            return after == null ? { refused: t('bulk.unread') } : { done: after };
          }
          if (isUnreachable(changed.error) || codesOf(changed.error).has('UNAUTHENTICATED')) return 'unanswered';
          if (changed.problems.length === 0) return { refused: t('bulk.failed') };
          const zone = order.site?.timezone ?? 'UTC';
          return { refused: changed.problems.map(({ message }) => readable(message, zone, language, new Date())).join(' ') };
        },
        tell,
      );
      for (const wish of outcome.unsent) shown.get(wish)?.();
      return outcome;
    },
  };
}

export function priorityWish(order: ChosenOrder, version: number, priority: WorkOrderPriority): Wish {
  const shown = [{ typename: 'WorkOrder', id: order.id, fields: { priority } }];
  return { order, name: 'updateWorkOrder', version, values: { priority }, shown, key: crypto.randomUUID() };
}

export function assignWish(order: ChosenOrder, person: { readonly id: string; readonly name: string }): Wish {
  const values = { userId: person.id };
  const shown = shownAtOnce('assignWorkOrder', order, values, () => person.name);
  return { order, name: 'assignWorkOrder', version: order.version, values, shown, key: crypto.randomUUID() };
}

/** What takes a wish back that was fulfilled; undefined where nothing does, or this viewer may not. */
export function backOf({ order, name }: Wish, after: OrderAfter, reason: string): Wish | undefined {
  if (name === 'updateWorkOrder') return priorityWish(order, after.version, order.priority);
  if (name !== 'assignWorkOrder' || !may(after.actions, 'unassignWorkOrder')) return undefined;
  const shown = shownAtOnce('unassignWorkOrder', after, {}, () => undefined);
  return { order, name: 'unassignWorkOrder', version: after.version, values: { reason }, shown, key: crypto.randomUUID() };
}
