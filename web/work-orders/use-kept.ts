'use client';

import type { Conflict } from '../graph/conflict.ts';
import type { Problem } from '../graph/errors.ts';
import { links } from '../links.ts';
import { useOutbox, type NewEntry } from '../outbox/use-outbox.ts';
import { useToast } from '../ui/toast.tsx';
import { useWords } from '../words/index.ts';

/** Done (or kept for when there is a connection), or refused with its problems; a refusal is not kept: the form still has it. */
export type Kept =
  | { readonly ok: true; readonly answered: boolean }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      /** What somebody else has changed of the order meanwhile. */
      readonly conflicts: readonly Conflict[];
    };

/** How long somebody waits before they read "kept" instead of "done". */
const answerMsMax = 4_000;

/** Sends a technician's write through the outbox and waits a moment for its answer, so that a form can show what stands in the way. */
export function useKept(): (entry: NewEntry) => Promise<Kept> {
  const outbox = useOutbox();
  return async (entry) => {
    const { id } = await outbox.send(entry);
    const answer = await Promise.race([outbox.settled(id), waited(answerMsMax)]);
    if (answer === 'waiting') return { ok: true, answered: false };
    if (answer === undefined) return { ok: true, answered: true };
    await outbox.discard(id);
    return { ok: false, problems: answer.problems, conflicts: answer.conflicts };
  };
}

/** Says that it was done, or only that it is kept: `title` names it as done. */
export function useTellKept(): (kept: { readonly answered: boolean }, title: string) => void {
  const t = useWords('workOrders');
  const show = useToast();
  return ({ answered }, title) =>
    show(
      answered ? { title } : { kind: 'note', title: t('keptNotSent', { what: title }), detail: t('keptNotSentWhy'), href: links.outbox() },
    );
}

function waited(ms: number): Promise<'waiting'> {
  return new Promise((resolve) => setTimeout(() => resolve('waiting'), ms));
}
