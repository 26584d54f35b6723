'use client';

import type { ReactNode } from 'react';
import { useConnection } from '../graph/use-connection.ts';
import { ageParts } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import { cx } from '../ui/class-names.ts';
import { Disconnected } from '../ui/states.tsx';
import { useWords } from '../words/index.ts';

/** Whether values arrive, and how old the last word of the server is. Normal is grey; a lost connection is written out. */
export function ConnectionState(): ReactNode {
  const t = useWords('shell');
  const age = useWords('time');
  const { state, lastMessageAt } = useConnection();
  const now = useNow();
  const parts = lastMessageAt === null || now === null ? null : ageParts(now - lastMessageAt.getTime());
  const told = parts === null ? '' : ` · ${age(parts.unit, { n: parts.n })}`;
  return (
    <span
      className={cx(
        'tnum flex h-8 items-center gap-1.5 px-1.5 text-sm whitespace-nowrap',
        state === 'lost' ? 'font-medium text-ink' : 'text-ink-2',
      )}
      data-tip={t(`connectionTip.${state}`)}
    >
      <span aria-hidden className={cx('size-1.5 rounded-full', state === 'live' ? 'bg-ink-3' : 'border border-ink bg-transparent')} />
      {t(`connection.${state}`)}
      <span className="min-w-[5ch]">{told}</span>
    </span>
  );
}

/** How long a connection may be away before the page says so across its whole width: a change of network is no event. */
const bannerAfterMs = 3_000;

export function ConnectionBanner(): ReactNode {
  const { state, since, lastMessageAt } = useConnection();
  const now = useNow();
  if (state !== 'lost' || now === null || now - since.getTime() < bannerAfterMs) return null;
  return <Disconnected since={since} lastMessageAt={lastMessageAt} />;
}
