'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { graphql } from '../gql/gql.ts';
import { useData } from '../graph/use-data.ts';
import { links } from '../links.ts';
import { formatCount } from '../time/format.ts';
import { cx } from '../ui/class-names.ts';
import { severities, SeverityMark, severityText } from '../ui/marks.tsx';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import { useTitleCount } from './title.tsx';
import { useViewer } from './viewer.tsx';

const countsQuery = graphql(`
  query ShellAlarmCounts {
    alertCounts {
      severity
      active
      acknowledged
      suppressed
      cleared
    }
  }
`);

/** How many alarms nobody has acknowledged, also those that are over, by priority, and how many are shelved; each leads to them. Live events have the counts read anew (`graph/changed.ts`). */
export function AlarmCounts({ compact = false }: { readonly compact?: boolean }): ReactNode {
  const t = useWords('shell');
  const label = useEnumLabel();
  const language = useLanguage();
  const { can } = useViewer();
  const allowed = can('read:alerts');
  const { data } = useData(countsQuery, {}, { pause: !allowed });
  const counts = new Map(data?.alertCounts.map((each) => [each.severity, each.active + each.cleared]));
  useTitleCount(severities.reduce((sum, severity) => sum + (counts.get(severity) ?? 0), 0));
  if (!allowed) return null;
  const shown = compact ? severities.slice(0, 2) : severities;
  const shelved = data?.alertCounts.reduce((sum, each) => sum + each.suppressed, 0) ?? 0;
  return (
    <div className="flex items-center">
      <nav aria-label={t('unacknowledged')} className="flex items-center">
        {!compact && (
          <span aria-hidden className="hidden pe-1 text-xs text-ink-2 min-[1560px]:inline">
            {t('unacknowledgedShort')}
          </span>
        )}
        {shown.map((severity) => {
          const n = counts.get(severity) ?? 0;
          const name = label('AlertSeverity', severity);
          return (
            <Link
              key={severity}
              href={links.alarms({ severity })}
              aria-label={t('nUnacknowledged', { n, priority: name })}
              data-tip={t('nUnacknowledged', { n, priority: name })}
              className={cx(
                'flex h-8 items-center gap-1.5 rounded px-1.5 no-underline hover:bg-hover touch:h-11',
                n === 0 ? 'text-ink-3' : 'text-ink',
              )}
            >
              <span aria-hidden className={cx('inline-flex', n === 0 && 'opacity-45 grayscale')}>
                <SeverityMark severity={severity} />
              </span>
              <span className={cx('tnum min-w-[1ch] font-semibold', n > 0 && severityText[severity])} aria-hidden>
                {data === undefined ? '–' : formatCount(n, language)}
              </span>
              {!compact && (
                <span className="hidden text-ink-2 min-[1280px]:inline" aria-hidden>
                  {name}
                </span>
              )}
            </Link>
          );
        })}
      </nav>
      {/* Silent, and not to be forgotten. Where there is no room, the tab of the alarms tells it. */}
      {!compact && (
        <Link
          href={links.alarms({ view: 'shelved' })}
          aria-label={t('nShelved', { n: shelved })}
          data-tip={t('nShelved', { n: shelved })}
          className={cx(
            'hidden h-8 items-center gap-1.5 rounded border-s px-2 no-underline hover:bg-hover min-[1280px]:flex touch:h-11',
            shelved === 0 ? 'text-ink-3' : 'text-ink-2',
          )}
        >
          <span aria-hidden>{t('shelved')}</span>
          <span className="tnum min-w-[1ch] font-semibold" aria-hidden>
            {data === undefined ? '–' : formatCount(shelved, language)}
          </span>
        </Link>
      )}
    </div>
  );
}
