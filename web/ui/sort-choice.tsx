'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../words/index.ts';
import { Button } from './button.tsx';
import type { ListState } from './list-state.ts';
import { Select, type Option } from './select.tsx';

/** By what a list is sorted, and which way: what the heads of its columns do where there is room for them. */
export function SortChoice({ sorts, state }: { readonly sorts: readonly Option[]; readonly state: ListState }): ReactNode {
  const t = useWords('ui');
  const { sort } = state;
  return (
    <div className="flex flex-col gap-2">
      <Select
        label={t('sortBy')}
        placeholder={t('usualSort')}
        value={sorts.some(({ value }) => value === sort?.field) ? (sort?.field ?? '') : ''}
        options={sorts}
        onChange={(field) => state.setSort(field === '' ? null : { field, direction: sort?.direction ?? 'ASC' })}
      />
      <div className="flex gap-2" role="group" aria-label={t('sortDirection')}>
        {(['ASC', 'DESC'] as const).map((direction) => (
          <Button
            key={direction}
            className="flex-1"
            icon={direction === 'ASC' ? <ArrowUp /> : <ArrowDown />}
            aria-pressed={sort?.direction === direction}
            disabled={sort === null}
            onClick={() => sort !== null && state.setSort({ field: sort.field, direction })}
          >
            {t(direction === 'ASC' ? 'rising' : 'falling')}
          </Button>
        ))}
      </div>
    </div>
  );
}
