'use client';

import type { ReactNode } from 'react';
import type { DeadLetterReason, DeadLetterReasonsQuery } from '../gql/graphql.ts';
import { formatCount } from '../time/format.ts';
import { cx } from '../ui/class-names.ts';
import { Time } from '../ui/time.tsx';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';

export type ReasonCount = DeadLetterReasonsQuery['deadLetterReasons'][number];

export interface ReasonsProps {
  readonly reasons: readonly ReasonCount[];
  /** The one that the list is narrowed to. */
  readonly chosen: DeadLetterReason | null;
  readonly choose: (reason: DeadLetterReason | null) => void;
}

/** How much there is of each reason, what it means and what to do about it; pressing one narrows the list to it. */
export function Reasons({ reasons, chosen, choose }: ReasonsProps): ReactNode {
  const t = useWords('gateways');
  const label = useEnumLabel();
  const language = useLanguage();
  const most = Math.max(1, ...reasons.map(({ count }) => count));
  return (
    <ul>
      {reasons.map(({ reason, count, lastReceivedAt }) => (
        <li key={reason} className={cx('border-b border-line last:border-b-0', chosen === reason && 'bg-selected')}>
          <button
            type="button"
            aria-pressed={chosen === reason}
            onClick={() => choose(chosen === reason ? null : reason)}
            className="grid w-full grid-cols-[minmax(120px,240px)_minmax(40px,1fr)_auto_64px] items-center gap-x-3 px-3 py-1 text-left hover:bg-hover touch:min-h-11"
          >
            <span className="truncate font-medium">{label('DeadLetterReason', reason)}</span>
            <span aria-hidden className="h-2 bg-ink-3" style={{ width: `${Math.max(1, (count / most) * 100)}%` }} />
            <span className="tnum text-right">{formatCount(count, language)}</span>
            <span className="text-right text-ink-2">
              <Time at={lastReceivedAt} />
            </span>
          </button>
          {(chosen === reason || reasons.length === 1) && (
            <div className="grid gap-x-6 gap-y-1 px-3 pb-2 wide:grid-cols-2">
              <p className="text-ink-2">{t(`meaning.${reason}`)}</p>
              <p>
                <span className="font-medium">{t('whatToDo')}:</span> {t(`remedy.${reason}`)}
              </p>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
