import type { ReactNode } from 'react';
import type { Option } from './select.tsx';

/** Why something was not taken, and at which field; the graph's `Problem` is one. */
export interface FieldProblem {
  readonly message: string;
  /** From `input` on; the first part that names a field is where it is shown. */
  readonly path: readonly string[];
}

/**
 * A field, described. Its value's shape follows from its kind: text, textArea, select, dateTime (ISO 8601 or '') are strings;
 * number a number or null; checkbox a boolean; checklist a list of strings; combobox an `Option` or null; custom whatever it makes of it.
 */
export type Field<Values extends object = never> = {
  readonly name: string;
  readonly label: string;
  readonly help?: ReactNode;
  readonly required?: boolean;
  /** Said when it is required and empty; a default is there. */
  readonly requiredMessage?: string;
  /** The name of the input's field that it becomes, when that is another. */
  readonly path?: string;
  /** Left out while this says false. */
  readonly shownWhen?: (values: Values) => boolean;
  /** A sentence against the value, or null; `checkedBy` makes one from a schema of zod/mini. */
  readonly validate?: (value: unknown, values: Values) => string | null;
  /** What else changes with it: an end that keeps its distance to the start. */
  readonly also?: (value: unknown, before: Values) => Partial<Values>;
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
} & FieldKind;

export type FieldKind =
  | { readonly kind: 'text'; readonly placeholder?: string; readonly maxLength?: number }
  | { readonly kind: 'textArea'; readonly rows?: number; readonly placeholder?: string; readonly maxLength?: number }
  | { readonly kind: 'number'; readonly unit?: string; readonly min?: number; readonly max?: number; readonly step?: number }
  | { readonly kind: 'select'; readonly options: readonly Option[]; readonly placeholder?: string }
  /** A few as chips side by side: quicker than a list for a thumb. `equal` ones share the width of one row. */
  | { readonly kind: 'chips'; readonly options: readonly Option[]; readonly equal?: boolean }
  | {
      readonly kind: 'combobox';
      readonly search: (text: string, signal: AbortSignal) => Promise<readonly Option[]>;
      readonly placeholder?: string;
    }
  /** `zone` is the IANA zone of the site that the time is meant at. */
  | { readonly kind: 'dateTime'; readonly zone?: string | null; readonly min?: string; readonly max?: string }
  | { readonly kind: 'checkbox' }
  /** Several to tick; when required, all of them. */
  | { readonly kind: 'checklist'; readonly options: readonly Option[] }
  | { readonly kind: 'custom'; readonly render: (props: CustomProps) => ReactNode };

export interface CustomProps {
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly problem: string | undefined;
  readonly label: string;
}

/** The name of the field that a problem is about; null when it is about the whole. */
export function fieldOf(problem: FieldProblem, fields: readonly { readonly name: string; readonly path?: string }[]): string | null {
  for (const part of problem.path) {
    const field = fields.find(({ name, path }) => path === part || name === part);
    if (field !== undefined) return field.name;
  }
  return null;
}

export function emptyOf(field: FieldKind): unknown {
  switch (field.kind) {
    case 'number':
    case 'combobox':
    case 'custom':
      return null;
    case 'checkbox':
      return false;
    case 'checklist':
      return [];
    case 'text':
    case 'textArea':
    case 'select':
    case 'chips':
    case 'dateTime':
      return '';
  }
}

/** What zod/mini's schemas and others offer (standardschema.dev), as far as a field needs it. */
export interface FieldSchema {
  readonly '~standard': {
    readonly validate: (
      value: unknown,
    ) =>
      | { readonly issues?: readonly { readonly message: string }[] | undefined }
      | Promise<{ readonly issues?: readonly { readonly message: string }[] | undefined }>;
  };
}

/** A field's check by a schema; `message` is said instead of the schema's own words, which know no language. */
export function checkedBy(schema: FieldSchema, message: string): (value: unknown) => string | null {
  return (value) => {
    const result = schema['~standard'].validate(value);
    if (result instanceof Promise) throw new Error('A field is checked at once: its schema must not be asynchronous.');
    return result.issues === undefined ? null : message;
  };
}
