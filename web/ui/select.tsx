'use client';

import type { ReactNode, Ref } from 'react';
import { useWords } from '../words/index.ts';
import { controlClass, FieldFrame, type FieldProps } from './field.tsx';

/** Something to choose. */
export interface Option {
  readonly value: string;
  readonly label: string;
  /** A second, quieter line or what distinguishes it. */
  readonly note?: string;
  /** Why it cannot be chosen now. */
  readonly disabledReason?: string;
}

export interface SelectProps extends FieldProps {
  /** Empty when nothing is chosen. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly Option[];
  /** The words for "nothing chosen"; offered as an entry when the field is not required. */
  readonly placeholder?: string;
  readonly ref?: Ref<HTMLSelectElement>;
}

/** One of a few. The platform's own list: it works with every keyboard, finger and screen reader. */
export function Select({ value, onChange, options, placeholder, ref, ...field }: SelectProps): ReactNode {
  const t = useWords('ui');
  return (
    <FieldFrame {...field}>
      {(ids) => (
        <select
          {...ids}
          ref={ref}
          name={field.name}
          value={value}
          disabled={field.disabled}
          className={controlClass}
          onChange={(event) => onChange(event.target.value)}
          onBlur={field.onBlur}
        >
          {(value === '' || field.required !== true) && <option value="">{placeholder ?? t('choose')}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabledReason !== undefined}>
              {option.label}
              {(option.disabledReason ?? option.note) === undefined ? '' : ` (${option.disabledReason ?? option.note})`}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}
