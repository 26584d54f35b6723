'use client';

import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useReadable } from '../time/use-readable.ts';
import { useWords } from '../words/index.ts';
import { Button } from './button.tsx';
import { cx } from './class-names.ts';
import { Problem } from './field.tsx';
import { FormConflict, type FieldConflict } from './form-conflict.tsx';
import { FormControl } from './form-control.tsx';
import { dropDraft, readDraft, writeDraft } from './form-draft.ts';
import { emptyOf, fieldOf, type Field, type FieldProblem } from './form-field.ts';
import { useLeaveGuard } from './leave-guard.ts';

export type { Field, FieldProblem } from './form-field.ts';
export type { FieldConflict } from './form-conflict.tsx';

export type Submitted = { readonly ok: true } | { readonly ok: false; readonly problems: readonly FieldProblem[] };

export interface FormProps<Values extends object> {
  /** Under which a draft is kept until the form is sent or given up: it survives a reload and a session that ended. */
  readonly id: string;
  readonly fields: readonly Field<Values>[];
  readonly initial: Values;
  readonly submitLabel: string;
  /** Problems land at the field that their `path` names, else above the form. An exception is the caller's to report; the form stays as it is. */
  readonly onSubmit: (values: Values) => Promise<Submitted>;
  readonly onCancel?: () => void;
  /** What somebody else has changed meanwhile, by field: the person chooses, then sends again. */
  readonly conflict?: readonly FieldConflict[];
  readonly danger?: boolean;
  /** Told of every change: for a preview beside the form. */
  readonly onChange?: (values: Values) => void;
  /** Buttons and fields for a thumb. */
  readonly large?: boolean;
  /** On a phone the buttons stay in sight below a long form. */
  readonly stickyButtons?: boolean;
  readonly children?: ReactNode;
  readonly className?: string;
}

/** The one form: its fields are data. Ctrl Enter sends; giving up what was typed is asked for. */
export function Form<Values extends object>(props: FormProps<Values>): ReactNode {
  const { id, fields, initial, onSubmit, onCancel, conflict = noConflict, large = false } = props;
  const t = useWords('ui');
  const read = useReadable();
  const [start] = useState(() => readDraft(id));
  const [values, setValues] = useState<Values>(() => ({ ...initial, ...start }));
  const [restored, setRestored] = useState(start !== null);
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  /** What was sent is no draft any more, though the page still shows it. */
  const sent = useRef(false);
  const dirty = JSON.stringify(values) !== JSON.stringify(initial);

  const shown = fields.filter((field) => field.shownWhen?.(values) !== false);
  const byField = useMemo(() => new Map(problems.flatMap((problem) => named(problem, shown))), [problems, shown]);
  const general = problems.filter((problem) => fieldOf(problem, shown) === null);

  useEffect(() => {
    if (!dirty) return undefined;
    const timer = setTimeout(() => {
      if (!sent.current) writeDraft(id, values);
    }, 300);
    return () => clearTimeout(timer);
  }, [id, values, dirty]);

  const inModal = useLeaveGuard(
    useCallback(() => {
      if (!dirty) return false;
      setAsking(true);
      return true;
    }, [dirty]),
  );

  const set = (name: string, value: unknown): void => {
    sent.current = false;
    const next = { ...values, [name]: value, ...shown.find((field) => field.name === name)?.also?.(value, values) };
    setValues(next);
    setProblems(problems.filter((problem) => fieldOf(problem, shown) !== name));
    props.onChange?.(next);
  };
  const giveUp = (): void => {
    dropDraft(id);
    setValues(initial);
    onCancel?.();
  };
  const cancel = (): void => (dirty ? setAsking(true) : giveUp());
  const send = async (): Promise<void> => {
    if (busy) return;
    const found = shown.flatMap((field) => check(field, values, t('fillIn')));
    setProblems(found);
    if (found.length > 0) return focusProblem(form.current);
    setBusy(true);
    try {
      const answer = await onSubmit(values);
      if (answer.ok) {
        sent.current = true;
        dropDraft(id);
      } else {
        setProblems(answer.problems.map((problem) => ({ ...problem, message: read(problem.message) })));
        focusProblem(form.current);
      }
    } finally {
      setBusy(false);
    }
    return undefined;
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    } else if (event.key === 'Escape' && !inModal && onCancel !== undefined) cancel();
  };

  return (
    <form
      ref={form}
      noValidate
      className={cx('flex flex-col gap-3.5', props.className)}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={keyDown}
    >
      {restored && dirty && (
        <div role="status" className="flex flex-wrap items-center gap-2 border-b border-line pb-2 text-sm text-ink-2">
          {t('draftRestored')}
          <Button
            size="small"
            onClick={() => {
              dropDraft(id);
              setValues(initial);
              setRestored(false);
            }}
          >
            {t('discardDraft')}
          </Button>
        </div>
      )}
      {conflict.length > 0 && <FormConflict conflict={conflict} fields={fields} onTake={set} values={values} />}
      {general.length > 0 && (
        <div role="alert" data-problem tabIndex={-1} className="flex flex-col gap-1 rounded border border-ink-2 px-3 py-2">
          {general.map((problem) => (
            <Problem key={problem.message}>{problem.message}</Problem>
          ))}
        </div>
      )}
      {shown.map((field) => (
        <FormControl
          key={field.name}
          field={field}
          value={valueOf(values, field)}
          values={values}
          problem={byField.get(field.name)}
          onChange={(value) => set(field.name, value)}
        />
      ))}
      {props.children}
      {asking ? (
        <div role="alertdialog" aria-label={t('discardAsk')} className="flex flex-wrap items-center gap-2 border-t border-line pt-3">
          <span className="mr-auto font-medium">{t('discardAsk')}</span>
          <Button size={large ? 'large' : 'normal'} onClick={giveUp} variant="danger">
            {t('discard')}
          </Button>
          <Button size={large ? 'large' : 'normal'} variant="primary" ref={takeFocus} onClick={() => setAsking(false)}>
            {t('keepEditing')}
          </Button>
        </div>
      ) : (
        <div className={cx('flex flex-wrap justify-end gap-2 pt-1', props.stickyButtons === true && sticky)}>
          {onCancel !== undefined && (
            <Button size={large ? 'large' : 'normal'} onClick={cancel}>
              {t('cancel')}
            </Button>
          )}
          <Button size={large ? 'large' : 'normal'} type="submit" variant="primary" busy={busy} className={large ? 'flex-1' : undefined}>
            {props.submitLabel}
          </Button>
        </div>
      )}
    </form>
  );
}

const sticky =
  'phone:sticky phone:bottom-0 phone:z-10 phone:-mx-4 phone:border-t phone:border-line phone:bg-surface phone:px-4 phone:py-2 phone:*:min-h-11 phone:*:flex-1';

/** The question stands where the buttons were: the keyboard goes on from there. */
const takeFocus = (button: HTMLButtonElement | null): void => button?.focus();

const noConflict: readonly FieldConflict[] = [];

function named<Values extends object>(problem: FieldProblem, fields: readonly Field<Values>[]): readonly (readonly [string, string])[] {
  const name = fieldOf(problem, fields);
  return name === null ? [] : [[name, problem.message]];
}

function valueOf<Values extends object>(values: Values, field: Field<Values>): unknown {
  return Object.entries(values).find(([name]) => name === field.name)?.[1] ?? emptyOf(field);
}

/** What stands against a field before it is sent: empty though required, or what its own check says. */
function check<Values extends object>(field: Field<Values>, values: Values, fillIn: string): readonly FieldProblem[] {
  const value = valueOf(values, field);
  const isEmpty = value === null || value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0);
  const problem = (message: string): readonly FieldProblem[] => [{ message, path: [field.name] }];
  if (isEmpty) return field.required === true ? problem(field.requiredMessage ?? fillIn) : [];
  const message = field.validate?.(value, values) ?? null;
  return message === null ? [] : problem(message);
}

function focusProblem(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[data-problem], [aria-invalid="true"]')?.focus());
}
