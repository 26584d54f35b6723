import type { ReactNode } from 'react';
import Link from 'next/link';
import { cx } from './class-names.ts';

export interface StatProps {
  readonly label: string;
  /** Already formatted; null shows a dash. */
  readonly value: ReactNode;
  readonly unit?: string;
  /** Target, expectation, share or age: a number never stands alone. */
  readonly sub?: ReactNode;
  /** Colour only for what is abnormal. */
  readonly tone?: 'normal' | 'critical' | 'high' | 'medium' | 'low' | 'stale';
  readonly href?: string;
}

/** One figure with its name and what to hold it against. */
export function Stat({ label, value, unit, sub, tone = 'normal', href }: StatProps): ReactNode {
  const content = (
    <>
      <span className="block text-xs text-ink-2">{label}</span>
      <span className={cx('tnum block text-xl font-medium', tones[tone])}>
        {value ?? '–'}
        {unit !== undefined && <span className="pl-1 text-base font-normal text-ink-2">{unit}</span>}
      </span>
      {sub !== undefined && <span className="tnum block text-xs text-ink-2">{sub}</span>}
    </>
  );
  const className = 'block min-w-[120px] flex-1 border-r border-line px-3 py-2 last:border-r-0';
  return href === undefined ? (
    <div className={className}>{content}</div>
  ) : (
    <Link href={href} className={cx(className, 'text-ink no-underline hover:bg-hover')}>
      {content}
    </Link>
  );
}

/** A row of figures. */
export function Stats({ children, className }: { readonly children: ReactNode; readonly className?: string }): ReactNode {
  return <div className={cx('flex flex-wrap border-b border-line', className)}>{children}</div>;
}

const tones = {
  normal: 'text-ink',
  critical: 'text-critical',
  high: 'text-high',
  medium: 'text-medium',
  low: 'text-low',
  stale: 'text-ink-3 italic',
};
