'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { PageHead } from '../shell/title.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { cx } from '../ui/class-names.ts';
import { useWords } from '../words/index.ts';

export interface FrameProps {
  readonly page: 'gateways' | 'deadLetters';
  /** Beside the title: what the page comes to. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** What the two pages about the way in of readings have in common: title, the way between them. */
export function Frame({ page, note, children }: FrameProps): ReactNode {
  const t = useWords('gateways');
  const { viewer, can } = useViewer();
  const title = page === 'gateways' ? t('title') : t('deadLettersTitle');
  const pages = [
    { id: 'gateways', href: links.gateways(), label: t('title') },
    { id: 'deadLetters', href: links.deadLetters(), label: t('deadLetters') },
  ] as const;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHead title={title} note={note} />
      <nav aria-label={t('tabs')} className="flex gap-4 border-b border-line px-3">
        {/* Whoever may not see a page is not led there; whoever comes by its address is told. */}
        {pages
          .filter(({ id }) => id === page || id !== 'deadLetters' || viewer === null || can('manage:gateways'))
          .map(({ id, href, label }) => (
            <Link
              key={id}
              href={href}
              aria-current={page === id ? 'page' : undefined}
              className={cx(
                '-mb-px flex h-9 items-center border-b-2 no-underline touch:h-11',
                page === id ? 'border-ink font-medium text-ink' : 'border-transparent text-ink-2 hover:text-ink',
              )}
            >
              {label}
            </Link>
          ))}
      </nav>
      {children}
    </div>
  );
}
