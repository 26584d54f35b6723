'use client';

import type { ReactNode } from 'react';
import type { WorkOrderStatus } from '../gql/graphql.ts';
import { formatCount } from '../time/format.ts';
import { cx } from '../ui/class-names.ts';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import type { Column } from './board.ts';

interface Props {
  readonly columns: readonly Column[];
  readonly shown: WorkOrderStatus | undefined;
  readonly onShow: (status: WorkOrderStatus) => void;
}

/** On a phone: every state with its count at once, one of them open below. */
export function BoardStates({ columns, shown, onShow }: Props): ReactNode {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const language = useLanguage();
  return (
    <div role="group" aria-label={t('status')} className="grid shrink-0 grid-cols-3 gap-px border-b border-line bg-line">
      {columns.map(({ status, total }) => (
        <button
          key={status}
          type="button"
          aria-pressed={status === shown}
          onClick={() => onShow(status)}
          className={cx(
            'flex min-h-9 items-center justify-between gap-1 bg-canvas px-2.5 text-sm touch:min-h-11',
            status === shown ? 'bg-selected font-semibold text-ink shadow-[inset_0_-2px_var(--ink)]' : 'text-ink-2',
          )}
        >
          <span className="truncate">{label('WorkOrderStatus', status)}</span>
          <span className={cx('tnum', total === 0 ? 'text-ink-3' : 'text-ink')}>{formatCount(total, language)}</span>
        </button>
      ))}
    </div>
  );
}
