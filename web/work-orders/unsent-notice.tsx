'use client';

import { CircleDashed, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { useOutbox } from '../outbox/use-outbox.ts';
import { Button } from '../ui/button.tsx';
import { useReadable } from '../time/use-readable.ts';
import { useWords } from '../words/index.ts';

/** What this person did with the order and the graph has not taken: waiting, or refused with its sentence. */
export function UnsentNotice({ orderId, large = false }: { readonly orderId: string; readonly large?: boolean }): ReactNode {
  const t = useWords('myWork');
  const read = useReadable();
  const { entries, pending, failed, retry, discard } = useOutbox(orderId);
  if (entries.length === 0) return null;
  const size = large ? 'large' : 'small';
  return (
    <section
      aria-label={t('unsent', { count: entries.length })}
      className={large ? 'border-y border-line bg-surface text-lg' : 'border-b border-line bg-surface'}
    >
      {pending.length > 0 && (
        <details open className="px-4 py-2 text-ink-2">
          <summary>
            <CircleDashed aria-hidden className="inline size-[1em] align-[-2px]" /> {t('unsent', { count: pending.length })}
          </summary>
          <ul className="m-0 list-none p-0 pt-1 pl-5 text-base">
            {pending.map((entry) => (
              <li key={entry.id}>
                {entry.title}: {t(`state.${entry.state}`)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {failed.map((entry) => (
        <div key={entry.id} role="alert" className="border-t border-line px-4 py-2 first:border-t-0">
          <span className="font-semibold">
            <TriangleAlert aria-hidden className="inline size-[1em] align-[-2px]" /> {entry.title}: {t(`state.${entry.state}`)}
          </span>
          {entry.problems.map((problem) => (
            <p key={problem.message} className="m-0">
              {read(problem.message)}
            </p>
          ))}
          <span className="flex flex-wrap gap-2 pt-1">
            {entry.state === 'conflict' && (
              <Button size={size} href={links.outbox()}>
                {t('compare')}
              </Button>
            )}
            <Button size={size} onClick={() => retry(entry.id)}>
              {t('retry')}
            </Button>
            <Button size={size} variant="quiet" onClick={() => discard(entry.id)}>
              {t('discard')}
            </Button>
          </span>
        </div>
      ))}
    </section>
  );
}
