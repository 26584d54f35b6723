'use client';

import type { ReactNode } from 'react';
import { formatNumber } from '../time/format.ts';
import { cx } from '../ui/class-names.ts';
import { useLanguage, useWords } from '../words/index.ts';
import { skewHarmfulMs, skewParts } from './silence.ts';

/** How far a gateway's clock is off; in ink once it does harm. */
export function Clock({ skewMs }: { readonly skewMs: number | null | undefined }): ReactNode {
  const t = useWords('gateways');
  const language = useLanguage();
  if (skewMs == null) return <span className="text-ink-3">–</span>;
  const { way, amount, unit } = skewParts(skewMs);
  const told = `${formatNumber(amount, { language, digits: amount < 10 ? 1 : 0 })} ${unit}`;
  return (
    <span className={cx('tnum', Math.abs(skewMs) > skewHarmfulMs ? 'font-semibold text-ink' : 'text-ink-2')} data-tip={t('skewHelp')}>
      {way === 'right' ? t('skewExact') : way === 'ahead' ? t('skewAhead', { amount: told }) : t('skewBehind', { amount: told })}
    </span>
  );
}
