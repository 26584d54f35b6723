'use client';

import type { ReactNode } from 'react';
import { cx } from '../ui/class-names.ts';
import { useWords } from '../words/index.ts';
import type { SiteState } from './site-state.ts';

/** How many alarms of a site are open, and how many of those nobody has taken on: `3 open, 1 unack.` Nothing for whoever may not read them. */
export function AlarmsOf({ state, className }: { readonly state: SiteState; readonly className?: string }): ReactNode {
  const t = useWords('overview');
  const { openAlarms, unacknowledged, alarmsKnown } = state;
  if (!alarmsKnown) return null;
  if (openAlarms + unacknowledged === 0) return <span className={cx('text-ink-2', className)}>{t('normal')}</span>;
  const whole = t('openAlarms', { n: openAlarms, unacknowledged });
  return (
    <span className={cx('tnum text-ink-2', className)} data-tip={whole}>
      <span aria-hidden>
        {openAlarms === 0 ? t('normal') : t('openShort', { n: openAlarms })}
        {unacknowledged > 0 && (
          <>
            , <span className="font-medium whitespace-nowrap text-ink">{t('unacknowledgedShort', { n: unacknowledged })}</span>
          </>
        )}
      </span>
      <span className="sr-only">{whole}</span>
    </span>
  );
}
