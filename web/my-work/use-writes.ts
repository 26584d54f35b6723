'use client';

import type { HoldReason } from '../gql/graphql.ts';
import { useOutbox, type Entry, type EntryKind } from '../outbox/use-outbox.ts';
import { useWords } from '../words/index.ts';
import type { MyOrder } from './my-orders.ts';

type Task = MyOrder['tasks'][number];

/**
 * A technician's writes. Each is kept in this browser first and sent when there is a network; the promise resolves once it is kept.
 * The version is the one that the person saw: the outbox raises it along a chain of its own entries.
 */
export function useWrites(order: MyOrder) {
  const { send } = useOutbox();
  const t = useWords('myWork');
  const { id, version, number } = order;
  const write = (kind: EntryKind, title: string, input: Readonly<Record<string, unknown>>): Promise<Entry> =>
    send({ kind, title, workOrderId: id, variables: { input } });
  return {
    start: () => write('start', t('sent.start', { number }), { id, version, safetyAcknowledged: true }),
    hold: (holdReason: HoldReason, reason: string) =>
      write('hold', t('sent.hold', { number }), { id, version, holdReason, ...said('reason', reason) }),
    resume: () => write('resume', t('sent.resume', { number }), { id, version }),
    complete: (notes: string) => write('complete', t('sent.complete', { number }), { id, version, notes }),
    completeTask: (task: Task, notes = '') =>
      write('completeTask', t('sent.completeTask', { number, sequence: task.sequence }), {
        workOrderId: id,
        id: task.id,
        ...said('notes', notes),
      }),
    skipTask: (task: Task, reason: string) =>
      write('skipTask', t('sent.skipTask', { number, sequence: task.sequence }), { workOrderId: id, id: task.id, reason }),
    comment: (body: string) => write('addComment', t('sent.addComment', { number }), { workOrderId: id, body }),
    takePart: (item: { readonly id: string; readonly code: string }, quantity: number) =>
      write('consumeParts', t('sent.consumeParts', { number, code: item.code, quantity }), {
        workOrderId: id,
        lines: [{ inventoryItemId: item.id, quantity }],
      }),
  };
}

export type Writes = ReturnType<typeof useWrites>;

/** A text under its name, when there is one. */
function said(name: string, text: string): Readonly<Record<string, string>> {
  return text.trim() === '' ? {} : { [name]: text };
}
