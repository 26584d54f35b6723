'use client';

import type { ReactNode } from 'react';
import type { Conflict } from '../graph/conflict.ts';
import { Time } from '../ui/time.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';

/** What somebody else has changed of an order since this person saw it, field by field. */
export function Conflicts({ conflicts }: { readonly conflicts: readonly Conflict[] }): ReactNode {
  const t = useWords('outbox');
  return (
    <>
      <p className="mt-1">{t('conflict')}</p>
      {conflicts.length > 0 && (
        <table className="mt-1 text-sm">
          <thead>
            <tr className="text-left text-xs text-ink-2">
              <th className="pr-4 font-normal">{t('field')}</th>
              <th className="pr-4 font-normal">{t('mine')}</th>
              <th className="font-normal">{t('theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {conflicts.map(({ field, mine, theirs }) => (
              <tr key={field} className="align-top">
                <th scope="row" className="pr-4 text-left font-medium">
                  {isField(field) ? t(`fields.${field}`) : field}
                </th>
                <td className="pr-4 text-ink-2">
                  <Value field={field} value={mine} />
                </td>
                <td className="font-medium">
                  <Value field={field} value={theirs} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Value({ field, value }: { readonly field: string; readonly value: unknown }): ReactNode {
  const label = useEnumLabel();
  if (value == null || value === '') return '–';
  if (typeof value === 'object') return 'displayName' in value ? String(value.displayName) : '–';
  if (typeof value !== 'string') return JSON.stringify(value);
  if (field === 'scheduledStart' || field === 'scheduledEnd') return <Time at={value} />;
  const name = enums[field];
  return name ? label(name, value) : value;
}

const enums: Readonly<Record<string, Parameters<ReturnType<typeof useEnumLabel>>[0]>> = {
  holdReason: 'HoldReason',
  priority: 'WorkOrderPriority',
  status: 'WorkOrderStatus',
  type: 'WorkOrderType',
};

const fields = [
  'assignedTo',
  'completionNotes',
  'description',
  'holdReason',
  'priority',
  'scheduledEnd',
  'scheduledStart',
  'status',
  'title',
  'type',
] as const;

function isField(name: string): name is (typeof fields)[number] {
  return fields.some((field) => field === name);
}
