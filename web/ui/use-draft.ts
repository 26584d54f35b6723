'use client';

import { useCallback, useState } from 'react';
import { dropDraft, readDraft, writeDraft } from './form-draft.ts';

export interface Draft {
  /** What was typed; undefined when nothing was, since it was last sent. */
  readonly text: string | undefined;
  readonly write: (text: string) => void;
  /** It was sent, or given up. */
  readonly drop: () => void;
  /** It was not taken: it stands before what has been typed since. */
  readonly restore: (text: string) => void;
}

/**
 * One text that is no form of its own: kept in this tab until it is sent, also when its field is closed, the page is loaded again or
 * the session ends. The same `id` is the same text wherever it can be written.
 */
export function useDraft(id: string): Draft {
  const [text, setText] = useState(() => textOf(readDraft(id)));
  const write = useCallback(
    (next: string): void => {
      setText(next);
      keepText(id, next);
    },
    [id],
  );
  const drop = useCallback((): void => {
    setText(undefined);
    dropDraft(id);
  }, [id]);
  const restore = useCallback((sent: string): void => write([sent, textOf(readDraft(id)) ?? ''].filter(Boolean).join('\n')), [id, write]);
  return { text, write, drop, restore };
}

export function textOf(draft: object | null): string | undefined {
  return draft !== null && 'text' in draft && typeof draft.text === 'string' ? draft.text : undefined;
}

/** An empty field is none that somebody comes back to. */
export function keepText(id: string, text: string): void {
  if (text.trim() === '') dropDraft(id);
  else writeDraft(id, { text });
}
