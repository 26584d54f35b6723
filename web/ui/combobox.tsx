'use client';

import { lazy, Suspense, type ReactNode } from 'react';
import { controlClass, FieldFrame, type FieldProps } from './field.tsx';
import type { Option } from './select.tsx';

export interface ComboboxProps extends FieldProps {
  /** Null when nothing is chosen. */
  readonly value: Option | null;
  readonly onChange: (value: Option | null) => void;
  /** What fits what was typed, best first; called with '' when it opens. It may be given up through the signal. */
  readonly search: (text: string, signal: AbortSignal) => Promise<readonly Option[]>;
  readonly placeholder?: string;
}

const Field = lazy(() => import('./combobox-field.tsx'));

/** One of many, found by typing; the list comes from `search`. */
export function Combobox(props: ComboboxProps): ReactNode {
  return (
    <Suspense
      fallback={
        <FieldFrame {...props}>{(ids) => <input {...ids} className={controlClass} disabled value={props.value?.label ?? ''} />}</FieldFrame>
      }
    >
      <Field {...props} />
    </Suspense>
  );
}
