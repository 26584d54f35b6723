'use client';

import { CloudUpload } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { useOutbox } from '../outbox/use-outbox.ts';
import { cx } from '../ui/class-names.ts';
import { useWords } from '../words/index.ts';

/** What the person has done and the server does not know yet; nothing while there is nothing. */
export function OutboxState(): ReactNode {
  const t = useWords('shell');
  const { entries, failed } = useOutbox();
  if (entries.length === 0) return null;
  const said = failed.length > 0 ? t('outboxRefused', { n: failed.length }) : t('outboxWaiting', { n: entries.length });
  return (
    <Link
      href={links.outbox()}
      data-tip={said}
      className={cx(
        'flex h-8 items-center gap-1.5 rounded px-1.5 text-ink no-underline hover:bg-hover touch:h-11',
        failed.length > 0 && 'font-semibold',
      )}
    >
      <CloudUpload aria-hidden className="size-4" strokeWidth={1.75} />
      <span className="tnum" aria-hidden>
        {entries.length}
      </span>
      <span className="sr-only" role="status">
        {said}
      </span>
    </Link>
  );
}
