'use client';

import { TriangleAlert } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { useData } from '../graph/use-data.ts';
import { formatTime } from '../time/format.ts';
import { useZone } from '../time/zone.tsx';
import { cx } from '../ui/class-names.ts';
import { Failed, Loading } from '../ui/states.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import type { OrderFull } from './order-full.ts';
import { assigneesQuery } from './order-queries.ts';
import { useClashWords } from './plan-clashes.ts';

interface Props {
  readonly order: OrderFull;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly problem: string | undefined;
  readonly label: string;
}

/** More than this, and typing finds a name quicker than looking. */
const searchFrom = 8;

/** Everybody who could do the work, who is free first; what stands against somebody is said beside their name. */
export function AssigneeChoice({ order, value, onChange, problem, label }: Props): ReactNode {
  const t = useWords('workOrders');
  const language = useLanguage();
  const { zone, label: zoneName } = useZone(order.site?.timezone);
  const tell = useClashWords(order.site?.timezone);
  const group = useId();
  const [text, setText] = useState('');
  const { data, state, error, refetch } = useData(assigneesQuery, { id: order.id });
  const people = data?.workOrder?.assignees;
  const assetClashes = data?.workOrder?.assetClashes ?? [];
  if (!people) return state === 'failed' ? <Failed what={t('what.people')} error={error} retry={refetch} /> : <Loading rows={3} />;
  const wanted = text.trim().toLowerCase();
  const shown = people
    .filter(({ user }) => user.displayName.toLowerCase().includes(wanted))
    .toSorted((a, b) => (a.clashes?.length ?? 0) - (b.clashes?.length ?? 0) || a.user.displayName.localeCompare(b.user.displayName));
  const window =
    order.scheduledStart != null && order.scheduledEnd != null
      ? `${formatTime(order.scheduledStart, { zone, language, style: 'day' })}–${formatTime(order.scheduledEnd, { zone, language, style: 'clock' })} ${zoneName}`
      : '–';
  return (
    <fieldset className="m-0 min-w-0 border-0 p-0" aria-describedby={`${group}-help`}>
      <legend className="p-0 pb-1 text-sm text-ink-2">{label}</legend>
      <p id={`${group}-help`} className="pb-1 text-xs text-ink-3">
        {t('fields.assigneeHelp', { site: order.site?.name ?? '–', window })}
      </p>
      {assetClashes.length > 0 && (
        <p role="status" className="pb-1 text-sm font-medium">
          <TriangleAlert aria-hidden className="inline size-3.5 align-[-2px]" /> {t('fields.assetTaken', { orders: tell(assetClashes) })}
        </p>
      )}
      {people.length > searchFrom && (
        <input
          type="search"
          aria-label={t('fields.assigneeSearch')}
          placeholder={t('fields.assigneeSearch')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="mb-1 h-[var(--control)] w-full rounded border border-edge bg-raised px-2"
        />
      )}
      <div className="max-h-[38vh] overflow-y-auto border-y border-line">
        {shown.map(({ user, clashes }) => (
          <label
            key={user.id}
            className={cx(
              'flex min-h-[var(--row)] cursor-pointer items-center gap-2 border-b border-line px-2 py-1 last:border-b-0 hover:bg-hover touch:min-h-11',
              value === user.id && 'bg-selected',
            )}
          >
            <input type="radio" name={group} value={user.id} checked={value === user.id} onChange={() => onChange(user.id)} />
            <span className="min-w-0 flex-1">{user.displayName}</span>
            <span className="min-w-0 flex-1 text-right text-sm text-ink-2">
              {clashes != null && clashes.length > 0 && (
                <>
                  <TriangleAlert aria-hidden className="inline size-3.5 align-[-2px]" />{' '}
                </>
              )}
              {clashes == null ? '' : clashes.length === 0 ? t('fields.free') : t('fields.clash', { orders: tell(clashes) })}
            </span>
          </label>
        ))}
        {shown.length === 0 && <p className="px-2 py-2 text-ink-2">{t('fields.assigneeNone')}</p>}
      </div>
      {problem !== undefined && (
        <p data-problem tabIndex={-1} className="pt-1 font-medium">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
