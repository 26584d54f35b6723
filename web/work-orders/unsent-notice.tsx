'use client';

import type { ReactNode } from 'react';
import { useOutbox } from '../outbox/use-outbox.ts';
import { Button } from '../ui/button.tsx';
import { useZone } from '../time/zone.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import { readable } from './sentence.ts';

/** What this person did with the order and the graph has not taken: waiting, or refused with its sentence. */
export function UnsentNotice({ orderId, large = false }: { readonly orderId: string; readonly large?: boolean }): ReactNode {
  const t = useWords('myWork');
  const language = useLanguage();
  const { zone } = useZone();
  const { entries, retry, discard } = useOutbox(orderId);
  if (entries.length === 0) return null;
  const size = large ? 'large' : 'small';
  return (
    <section
      aria-label={t('unsent', { count: entries.length })}
      className={large ? 'border-y border-line bg-surface text-lg' : 'border-b border-line bg-surface'}
    >
      <ul role="status" className="m-0 list-none p-0">
        {entries.map((entry) => {
          const refused = entry.state === 'failed' || entry.state === 'conflict';
          return (
            <li key={entry.id} className="border-b border-line px-4 py-2 last:border-b-0">
              <span className={refused ? 'font-semibold' : 'text-ink-2'}>
                <span aria-hidden>{refused ? '⚠' : '◌'}</span> {entry.title}: {t(`state.${entry.state}`)}
              </span>
              {entry.problems.map((problem) => (
                <p key={problem.message} className="m-0">
                  {readable(problem.message, zone, language, new Date())}
                </p>
              ))}
              {refused && (
                <span className="flex gap-2 pt-1">
                  <Button size={size} onClick={() => retry(entry.id)}>
                    {t('retry')}
                  </Button>
                  <Button size={size} variant="quiet" onClick={() => discard(entry.id)}>
                    {t('discard')}
                  </Button>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
