'use client';

import { useId, useState, type ReactNode, type Ref } from 'react';
import { useLanguage, useWords } from '../words/index.ts';
import { formatNumber, zoneLabel } from '../time/format.ts';
import { instantAt, wallAt } from '../time/zoned.ts';
import { useZone } from '../time/zone.tsx';
import { cx } from './class-names.ts';

/** What every field has: a label that is always visible, a help that says what is wanted, a problem that says what is wrong. */
export interface FieldProps {
  readonly label: string;
  readonly help?: ReactNode;
  readonly problem?: string | undefined;
  readonly required?: boolean;
  readonly disabled?: boolean;
  /** Keeps the label for whoever does not see the field only. */
  readonly labelHidden?: boolean;
  readonly name?: string;
  readonly className?: string;
  readonly autoFocus?: boolean;
  readonly onBlur?: () => void;
}

/** The frame of a field: label, control, help, problem; `children` gets the ids that tie them together. */
export function FieldFrame(props: FieldProps & { readonly children: (ids: ControlProps) => ReactNode }): ReactNode {
  const t = useWords('ui');
  const id = useId();
  const { label, help, problem, required, labelHidden } = props;
  const described = [help !== undefined && `${id}-help`, problem !== undefined && `${id}-problem`]
    .filter((each) => each !== false)
    .join(' ');
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', props.className)}>
      <label htmlFor={id} className={cx('text-sm text-ink-2', labelHidden === true && 'sr-only')}>
        {label}
        {required === true && <span className="text-ink-3"> · {t('required')}</span>}
      </label>
      {props.children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': problem === undefined ? undefined : true,
        'aria-required': required === true ? true : undefined,
      })}
      {help !== undefined && (
        <div id={`${id}-help`} className="text-xs text-ink-3">
          {help}
        </div>
      )}
      {problem !== undefined && <Problem id={`${id}-problem`}>{problem}</Problem>}
    </div>
  );
}

export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-required': true | undefined;
}

/** What is wrong: said by a mark and a sentence; red belongs to alarms. */
export function Problem({ id, children }: { readonly id?: string; readonly children: ReactNode }): ReactNode {
  return (
    <div id={id} className="flex gap-1.5 text-sm font-medium text-ink">
      <span aria-hidden className="mt-px inline-flex size-4 shrink-0 items-center justify-center rounded-full bg-ink text-2xs text-canvas">
        !
      </span>
      <span>{children}</span>
    </div>
  );
}

export const controlClass =
  'h-[var(--control)] w-full min-w-0 rounded border border-edge bg-raised px-2 text-ink aria-invalid:border-ink aria-invalid:outline-1 aria-invalid:outline-ink disabled:bg-canvas disabled:text-ink-3';

export interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'email' | 'search';
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly autoComplete?: string;
  readonly ref?: Ref<HTMLInputElement>;
}

export function TextField({
  value,
  onChange,
  type = 'text',
  placeholder,
  maxLength,
  autoComplete = 'off',
  ref,
  ...field
}: TextFieldProps): ReactNode {
  return (
    <FieldFrame {...field}>
      {(ids) => (
        <input
          {...ids}
          ref={ref}
          name={field.name}
          type={type}
          value={value}
          placeholder={placeholder}
          maxLength={maxLength}
          autoComplete={autoComplete}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- asked for by a dialog that opens for this field.
          autoFocus={field.autoFocus}
          disabled={field.disabled}
          className={controlClass}
          onChange={(event) => onChange(event.target.value)}
          onBlur={field.onBlur}
        />
      )}
    </FieldFrame>
  );
}

export interface TextAreaProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows?: number;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly ref?: Ref<HTMLTextAreaElement>;
}

export function TextArea({ value, onChange, rows = 3, placeholder, maxLength, ref, ...field }: TextAreaProps): ReactNode {
  return (
    <FieldFrame {...field}>
      {(ids) => (
        <textarea
          {...ids}
          ref={ref}
          name={field.name}
          rows={rows}
          value={value}
          placeholder={placeholder}
          maxLength={maxLength}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- as above.
          autoFocus={field.autoFocus}
          disabled={field.disabled}
          className={cx(controlClass, 'h-auto resize-y py-1.5')}
          onChange={(event) => onChange(event.target.value)}
          onBlur={field.onBlur}
        />
      )}
    </FieldFrame>
  );
}

export interface NumberFieldProps extends FieldProps {
  /** Null while the field is empty or holds no number. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  /** Shown behind the number. */
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  /** Only whole numbers; also what the arrow keys add. */
  readonly step?: number;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A number in the person's own writing (a comma in German); arrow up and down change it by `step`. */
export function NumberField({ value, onChange, unit, min, max, step = 1, ref, ...field }: NumberFieldProps): ReactNode {
  const language = useLanguage();
  const [text, setText] = useState<string | null>(null);
  const shown = text !== null && parseNumber(text, language) === value ? text : value === null ? (text ?? '') : plain(value, language);
  const set = (next: number): void => {
    const bounded = Math.min(max ?? Infinity, Math.max(min ?? -Infinity, next));
    setText(null);
    onChange(bounded);
  };
  return (
    <FieldFrame {...field}>
      {(ids) => (
        <div className="flex items-center gap-2">
          <input
            {...ids}
            ref={ref}
            name={field.name}
            inputMode={Number.isInteger(step) ? (min !== undefined && min >= 0 ? 'numeric' : 'text') : 'decimal'}
            value={shown}
            autoComplete="off"
            disabled={field.disabled}
            className={cx(controlClass, 'tnum max-w-[160px] text-right')}
            onChange={(event) => {
              setText(event.target.value);
              onChange(parseNumber(event.target.value, language));
            }}
            onKeyDown={(event) => {
              const by = event.key === 'ArrowUp' ? step : event.key === 'ArrowDown' ? -step : 0;
              if (by === 0) return;
              event.preventDefault();
              set((value ?? 0) + by);
            }}
            onBlur={field.onBlur}
          />
          {unit !== undefined && <span className="text-ink-2">{unit}</span>}
        </div>
      )}
    </FieldFrame>
  );
}

/** A number as people write it: `1.234,5` in German, `1,234.5` in English; a real minus counts too. Null when it is none. */
export function parseNumber(text: string, language: string): number | null {
  const group = language === 'de' ? '.' : ',';
  const point = language === 'de' ? ',' : '.';
  const plainText = text
    .trim()
    .replaceAll(group, '')
    .replaceAll(/[\s\u202f\u00a0]/g, '')
    .replace(point, '.')
    .replace('−', '-');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plainText) ? Number(plainText) : null;
}

function plain(value: number, language: string): string {
  const digits = String(value).split('.')[1]?.length ?? 0;
  return formatNumber(value, { language, digits }).replaceAll(language === 'de' ? '.' : ',', '');
}

export interface DateTimeFieldProps extends FieldProps {
  /** ISO 8601 instant, or null. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly min?: string;
  readonly max?: string;
  /** IANA zone of the site that the time is meant at; the zone is named beside the field. */
  readonly siteZone?: string | null;
  readonly ref?: Ref<HTMLInputElement>;
}

/** An instant by a named clock: the site's, UTC, or the person's own, as the header says. To the minute. */
export function DateTimeField({ value, onChange, min, max, siteZone, ref, ...field }: DateTimeFieldProps): ReactNode {
  const { zone } = useZone(siteZone);
  // What is being typed stays as it stands there, whatever instant it means so far.
  const [typed, setTyped] = useState<string | null>(null);
  const label = zoneLabel(zone, value === null || Date.parse(value) < 0 ? new Date() : new Date(value));
  return (
    <FieldFrame {...field}>
      {(ids) => (
        <div className="flex items-center gap-2">
          <input
            {...ids}
            ref={ref}
            name={field.name}
            type="datetime-local"
            value={typed ?? (value === null ? '' : toLocal(value, zone))}
            min={min === undefined ? undefined : toLocal(min, zone)}
            max={max === undefined ? undefined : toLocal(max, zone)}
            disabled={field.disabled}
            className={cx(controlClass, 'tnum max-w-[220px]')}
            onChange={(event) => {
              setTyped(event.target.value);
              onChange(fromLocal(event.target.value, zone));
            }}
            onBlur={() => {
              setTyped(null);
              field.onBlur?.();
            }}
          />
          <span className="code text-ink-2">{label}</span>
        </div>
      )}
    </FieldFrame>
  );
}

/** The instant as `datetime-local` takes it, in the zone. */
export function toLocal(iso: string, zone: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const { year, month, day, hour, minute } = wallAt(at, zone);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/** What `datetime-local` gives, as an instant; null while it is not whole. */
export function fromLocal(text: string, zone: string): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text);
  if (match === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = match.slice(1).map(Number);
  return instantAt({ year, month, day, hour, minute, second: 0 }, zone).toISOString();
}

export interface CheckboxProps {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly help?: ReactNode;
  readonly problem?: string | undefined;
  readonly disabled?: boolean;
  readonly indeterminate?: boolean;
  readonly labelHidden?: boolean;
  readonly name?: string;
  readonly className?: string;
  readonly onBlur?: () => void;
  readonly ref?: Ref<HTMLInputElement>;
}

export function Checkbox({ label, checked, onChange, help, problem, labelHidden, indeterminate, ref, ...rest }: CheckboxProps): ReactNode {
  const id = useId();
  return (
    <div className={rest.className}>
      <label
        className={cx(
          'inline-flex gap-2 touch:items-center',
          labelHidden === true ? 'h-full items-center align-middle touch:min-w-9' : 'min-h-6 items-start touch:min-h-9',
        )}
      >
        <input
          ref={(element) => {
            if (element !== null) element.indeterminate = indeterminate === true;
            if (typeof ref === 'function') ref(element);
          }}
          type="checkbox"
          name={rest.name}
          checked={checked}
          disabled={rest.disabled}
          aria-describedby={help === undefined && problem === undefined ? undefined : id}
          aria-invalid={problem === undefined ? undefined : true}
          className={cx('size-[15px] shrink-0 touch:mt-0 touch:size-5', labelHidden !== true && 'mt-0.5')}
          onChange={(event) => onChange(event.target.checked)}
          onBlur={rest.onBlur}
        />
        <span className={labelHidden === true ? 'sr-only' : undefined}>{label}</span>
      </label>
      {(help !== undefined || problem !== undefined) && (
        <div id={id} className="pl-6">
          {help !== undefined && <div className="text-xs text-ink-3">{help}</div>}
          {problem !== undefined && <Problem>{problem}</Problem>}
        </div>
      )}
    </div>
  );
}
