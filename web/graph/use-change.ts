'use client';

import { useCallback, useRef, useState } from 'react';
import { useClient, type AnyVariables, type CombinedError, type TypedDocumentNode } from 'urql';
import { useWords } from '../words/index.ts';
import { showToast } from '../ui/toasts.ts';
import { changed } from './changed.ts';
import { codesOf, hasPayload, isUnreachable, problemsOf, traceIdOf, type Problem } from './errors.ts';
import { patches, type Patch } from './patches.ts';

export interface ChangeOptions {
  /**
   * Makes repeating safe: the same key and input give the first answer again. Without it a call is one of its own, unless the one
   * before it asked the same and was not answered.
   */
  readonly idempotencyKey?: string;
  /**
   * Shown until the answer is there, and taken back when it is a refusal. Not for acknowledging an alarm and not for safety steps:
   * they are done when the graph says so.
   */
  readonly optimistic?: readonly Patch[];
}

export type Changed<Data> =
  | { readonly ok: true; readonly data: Data }
  | {
      readonly ok: false;
      /** Refusals, each at its input field. Empty when the call itself failed; the person has been told then. */
      readonly problems: readonly Problem[];
      /** What came with the refusal: with STALE the entity as it is now. */
      readonly data?: Data | undefined;
      /** Somebody else has changed it meanwhile: `conflictsOf` tells the fields. */
      readonly stale: boolean;
      readonly error?: CombinedError | undefined;
    };

export interface Change<Data, Input> {
  readonly run: (input: Input, options?: ChangeOptions) => Promise<Changed<Data>>;
  readonly busy: boolean;
}

/**
 * A mutation with one argument `input` and a payload with `problems`. Problems are handed back for the form to show at its fields;
 * what went wrong otherwise is shown here, with the number under which it is logged.
 */
export function useChange<Data, Input>(document: TypedDocumentNode<Data, { readonly input: Input }>): Change<Data, Input> {
  const client = useClient();
  const t = useWords('graph');
  const [running, setRunning] = useState(0);
  // Nobody knows whether a call without an answer was carried out: doing the same again must not do it twice.
  const unanswered = useRef<{ readonly asked: string; readonly key: string }>(undefined);
  const run = useCallback(
    async (input: Input, { idempotencyKey, optimistic = [] }: ChangeOptions = {}): Promise<Changed<Data>> => {
      const asked = JSON.stringify(input);
      const key = idempotencyKey ?? (unanswered.current?.asked === asked ? unanswered.current.key : crypto.randomUUID());
      setRunning((count) => count + 1);
      const takeBack = optimistic.length > 0 ? patches.add(optimistic) : () => {};
      try {
        const { data, error } = await client.mutation<Data, { readonly input: Input } & AnyVariables>(document, { input }, keyed(key));
        const problems = problemsOf(data);
        const isAnswered = hasPayload(data);
        unanswered.current = !isAnswered && isUnreachable(error) ? { asked, key } : undefined;
        if (isAnswered && problems.length === 0 && data != null) {
          changed(document, data);
          return { ok: true, data };
        }
        if (problems.length === 0) showToast({ kind: 'failed', ...told(error, t) });
        return { ok: false, problems, data, error, stale: problems.some(({ code }) => code === 'STALE') };
      } finally {
        takeBack();
        setRunning((count) => count - 1);
      }
    },
    [client, document, t],
  );
  return { run, busy: running > 0 };
}

export function keyed(idempotencyKey: string): { fetchOptions: RequestInit } {
  return { fetchOptions: { headers: { 'Idempotency-Key': idempotencyKey } } };
}

function told(
  error: CombinedError | undefined,
  t: ReturnType<typeof useWords<'graph'>>,
): { readonly title: string; readonly detail: string } {
  if (codesOf(error).has('UNAUTHENTICATED')) return { title: t('sessionEnded'), detail: t('sessionEndedText') };
  if (codesOf(error).has('FORBIDDEN')) return { title: t('forbidden'), detail: t('forbiddenText') };
  if (isUnreachable(error)) return { title: t('unreachable'), detail: t('unreachableText') };
  const traceId = traceIdOf(error);
  return { title: t('fault'), detail: traceId === undefined ? t('faultText') : t('faultWithNumber', { traceId }) };
}
