'use client';

import type { ReactNode } from 'react';
import { formatTime } from '../time/format.ts';
import { useZone } from '../time/zone.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import { Button } from './button.tsx';
import type { Field } from './form-field.ts';

/** A field that somebody else has changed since it was opened. */
export interface FieldConflict {
  readonly field: string;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface FormConflictProps<Values extends object> {
  readonly conflict: readonly FieldConflict[];
  readonly fields: readonly Field<Values>[];
  readonly values: Values;
  readonly onTake: (name: string, value: unknown) => void;
}

/** Mine and theirs, field by field; what is chosen goes into the field, and the form is sent again. */
export function FormConflict<Values extends object>({ conflict, fields, values, onTake }: FormConflictProps<Values>): ReactNode {
  const t = useWords('ui');
  const say = useSay();
  return (
    <section role="alert" data-problem tabIndex={-1} className="rounded border border-ink-2">
      <div className="px-3 py-2">
        <div className="font-medium">{t('conflict.title')}</div>
        <div className="text-sm text-ink-2">{t('conflict.help')}</div>
      </div>
      {conflict.map(({ field: name, mine, theirs }) => {
        const field = fields.find((each) => each.name === name);
        const current = Object.entries(values).find(([key]) => key === name)?.[1];
        const choice = (label: string, value: unknown): ReactNode => (
          <div className="flex min-w-0 flex-1 items-start gap-2 border-t border-line px-3 py-2">
            <div className="min-w-0 flex-1">
              <div className="text-xs text-ink-3">{label}</div>
              <div className="break-words whitespace-pre-wrap">{say(field, value)}</div>
            </div>
            <Button size="small" aria-pressed={same(current, value)} onClick={() => onTake(name, value)}>
              {t('conflict.take')}
            </Button>
          </div>
        );
        return (
          <div key={name}>
            <div className="border-t border-line px-3 pt-2 text-sm font-medium">{field?.label ?? name}</div>
            <div className="flex phone:flex-col">
              {choice(t('conflict.mine'), mine)}
              {choice(t('conflict.theirs'), theirs)}
            </div>
          </div>
        );
      })}
    </section>
  );
}

/** A field's value as its control would show it. */
function useSay(): <Values extends object>(field: Field<Values> | undefined, value: unknown) => string {
  const t = useWords('ui');
  const language = useLanguage();
  const { zone } = useZone();
  return (field, value) => {
    if (value === null || value === undefined || value === '') return t('conflict.empty');
    if (typeof value === 'boolean') return value ? t('yes') : t('no');
    if (field?.kind === 'dateTime' && typeof value === 'string')
      return formatTime(value, { zone: field.zone ?? zone, language, style: 'full' });
    if (Array.isArray(value)) return value.join('\n');
    if (typeof value === 'object') return 'label' in value ? String(value.label) : JSON.stringify(value);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const options = field?.kind === 'select' || field?.kind === 'chips' ? field.options : [];
    return options.find((option) => option.value === value)?.label ?? text;
  };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
