import type { ReactNode } from 'react';
import { useWords } from '../words/index.ts';

/** A value that is not known, or not yet. */
export function UnknownNow({ unit }: { readonly unit: string | null }): ReactNode {
  const t = useWords('alarms');
  return (
    <span className="hatched px-1 text-2xl text-ink-2">
      –{unit && <span className="ps-1 text-base">{unit}</span>} <span aria-label={t('detail.nowUnknown')}>?</span>
    </span>
  );
}
