'use client';

import { TriangleAlert } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { useData } from '../graph/use-data.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { Failed, Loading } from '../ui/states.tsx';
import { useWords } from '../words/index.ts';
import { peopleOf, type BulkPerson } from './bulk-people.ts';
import { chosenPeopleQuery, type ChosenOrder } from './bulk-queries.ts';

interface Props {
  readonly orders: readonly ChosenOrder[];
  readonly onAssign: (person: BulkPerson) => void;
  readonly onCancel: () => void;
}

/** Who does the work of several orders: first who could do the most of it. What stands against somebody is said beside their name. */
export function BulkPeople({ orders, onAssign, onCancel }: Props): ReactNode {
  const t = useWords('workOrders');
  const group = useId();
  const [chosen, setChosen] = useState<string>();
  const ids = orders.map(({ id }) => id);
  const { data, state, error, refetch } = useData(chosenPeopleQuery, { ids, first: ids.length });
  if (!data) return state === 'failed' ? <Failed what={t('what.people')} error={error} retry={refetch} /> : <Loading rows={4} />;
  const people = peopleOf(data.workOrders.nodes);
  const person = people.find(({ id }) => id === chosen);
  return (
    <>
      <fieldset className="m-0 min-w-0 border-0 p-0">
        <legend className="p-0 pb-1 text-sm text-ink-2">{t('fields.assignee')}</legend>
        <div className="max-h-[38vh] overflow-y-auto border-y border-line">
          {people.map(({ id, name, fit, taken }) => (
            <label
              key={id}
              className={cx(
                'flex min-h-[var(--row)] cursor-pointer items-center gap-2 border-b border-line px-2 py-1 last:border-b-0 hover:bg-hover touch:min-h-11',
                id === chosen && 'bg-selected',
              )}
            >
              <input type="radio" name={group} value={id} checked={id === chosen} onChange={() => setChosen(id)} />
              <span className="min-w-0 flex-1">{name}</span>
              <span className="tnum min-w-0 flex-1 text-right text-sm text-ink-2">
                {fit < orders.length && <span>{t('bulk.fits', { fit, count: orders.length })}</span>}
                {taken > 0 && (
                  <span className="block">
                    <TriangleAlert aria-hidden className="inline size-3.5 align-[-2px]" /> {t('bulk.taken', { count: taken })}
                  </span>
                )}
                {fit === orders.length && taken === 0 && t('fields.free')}
              </span>
            </label>
          ))}
          {people.length === 0 && <p className="m-0 px-2 py-2 text-ink-2">{t('fields.assigneeNone')}</p>}
        </div>
      </fieldset>
      <div className="flex justify-end gap-2 pt-4">
        <Button onClick={onCancel}>{t('bulk.cancel')}</Button>
        <Button variant="primary" disabled={person === undefined} onClick={() => person && onAssign(person)}>
          {t('bulk.assign', { count: orders.length })}
        </Button>
      </div>
    </>
  );
}
