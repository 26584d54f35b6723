'use client';

import { useId, type ReactNode } from 'react';
import { useWords } from '../words/index.ts';
import { cx } from './class-names.ts';
import { Combobox } from './combobox.tsx';
import { Checkbox, DateTimeField, NumberField, Problem, TextArea, TextField } from './field.tsx';
import type { Field } from './form-field.ts';
import { Select, type Option } from './select.tsx';

export interface FormControlProps<Values extends object> {
  readonly field: Field<Values>;
  readonly value: unknown;
  readonly values: Values;
  readonly problem: string | undefined;
  readonly onChange: (value: unknown) => void;
}

/** The control that a field's kind asks for. */
export function FormControl<Values extends object>({ field, value, problem, onChange }: FormControlProps<Values>): ReactNode {
  const { name, label, help, required, autoFocus, disabled } = field;
  const shared = {
    name,
    label,
    problem,
    ...(help !== undefined && { help }),
    ...(required !== undefined && { required }),
    ...(autoFocus !== undefined && { autoFocus }),
    ...(disabled !== undefined && { disabled }),
  };
  const text = typeof value === 'string' ? value : '';
  switch (field.kind) {
    case 'text':
      return (
        <TextField
          {...shared}
          value={text}
          onChange={onChange}
          {...(field.placeholder !== undefined && { placeholder: field.placeholder })}
          {...(field.maxLength !== undefined && { maxLength: field.maxLength })}
        />
      );
    case 'textArea':
      return (
        <TextArea
          {...shared}
          value={text}
          onChange={onChange}
          {...(field.rows !== undefined && { rows: field.rows })}
          {...(field.placeholder !== undefined && { placeholder: field.placeholder })}
          {...(field.maxLength !== undefined && { maxLength: field.maxLength })}
        />
      );
    case 'number':
      return (
        <NumberField
          {...shared}
          value={typeof value === 'number' ? value : null}
          onChange={onChange}
          {...(field.unit !== undefined && { unit: field.unit })}
          {...(field.min !== undefined && { min: field.min })}
          {...(field.max !== undefined && { max: field.max })}
          {...(field.step !== undefined && { step: field.step })}
        />
      );
    case 'select':
      return (
        <Select
          {...shared}
          value={text}
          onChange={onChange}
          options={field.options}
          {...(field.placeholder !== undefined && { placeholder: field.placeholder })}
        />
      );
    case 'chips':
      return <Chips {...shared} options={field.options} equal={field.equal === true} value={text} onChange={onChange} />;
    case 'combobox':
      return (
        <Combobox
          {...shared}
          value={isOption(value) ? value : null}
          onChange={onChange}
          search={field.search}
          {...(field.placeholder !== undefined && { placeholder: field.placeholder })}
        />
      );
    case 'dateTime':
      return (
        <DateTimeField
          {...shared}
          value={text === '' ? null : text}
          onChange={(next) => onChange(next ?? '')}
          {...(field.zone !== undefined && { siteZone: field.zone })}
          {...(field.min !== undefined && { min: field.min })}
          {...(field.max !== undefined && { max: field.max })}
        />
      );
    case 'checkbox':
      return (
        <Checkbox
          name={name}
          label={label}
          checked={value === true}
          onChange={onChange}
          problem={problem}
          {...(help !== undefined && { help })}
        />
      );
    case 'checklist':
      return <Checklist {...shared} options={field.options} value={strings(value)} onChange={onChange} />;
    case 'custom':
      return field.render({ value, onChange, problem, label });
  }
}

interface GroupProps {
  readonly label: string;
  readonly help?: ReactNode;
  readonly problem: string | undefined;
  readonly required?: boolean;
}

function Group({ label, help, problem, required, children }: GroupProps & { readonly children: ReactNode }): ReactNode {
  const t = useWords('ui');
  const id = useId();
  return (
    <fieldset className="m-0 flex min-w-0 flex-col gap-1 border-0 p-0" aria-describedby={help === undefined ? undefined : `${id}-help`}>
      <legend className="p-0 pb-1 text-sm text-ink-2">
        {label}
        {required === true && <span className="text-ink-3"> · {t('required')}</span>}
      </legend>
      {children}
      {help !== undefined && (
        <div id={`${id}-help`} className="text-xs text-ink-3">
          {help}
        </div>
      )}
      {problem !== undefined && (
        <div data-problem tabIndex={-1}>
          <Problem>{problem}</Problem>
        </div>
      )}
    </fieldset>
  );
}

interface ChipsProps extends GroupProps {
  readonly options: readonly Option[];
  readonly equal: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Chips({ options, equal, value, onChange, ...group }: ChipsProps): ReactNode {
  const name = useId();
  return (
    <Group {...group}>
      <div className={equal ? 'grid auto-cols-fr grid-flow-col gap-1.5' : 'flex flex-wrap gap-1.5'}>
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              'inline-flex min-h-[var(--control)] cursor-pointer items-center rounded border touch:min-h-11 has-focus-visible:outline-2 has-focus-visible:outline-focus',
              equal ? 'justify-center px-1 text-center' : 'px-2.5 touch:px-4',
              value === option.value ? 'border-ink bg-ink text-canvas' : 'border-edge bg-raised hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
    </Group>
  );
}

interface ManyProps extends GroupProps {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

function Checklist({ options, value, onChange, ...group }: ManyProps & { readonly options: readonly Option[] }): ReactNode {
  return (
    <Group {...group}>
      {options.map((option) => (
        <Checkbox
          key={option.value}
          label={option.label}
          {...(option.note !== undefined && { help: option.note })}
          checked={value.includes(option.value)}
          onChange={(on) => onChange(on ? [...value, option.value] : value.filter((each) => each !== option.value))}
        />
      ))}
    </Group>
  );
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function isOption(value: unknown): value is Option {
  return typeof value === 'object' && value !== null && 'value' in value && 'label' in value;
}
