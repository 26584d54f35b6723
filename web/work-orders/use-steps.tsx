'use client';

import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useToast } from '../ui/toast.tsx';
import { useWords } from '../words/index.ts';
import type { OrderFull } from './order-full.ts';
import { needsForm } from './needs-form.ts';
import type { Step } from './steps.ts';
import { useOrderChanges } from './use-order-changes.ts';

// Forms are loaded by whoever opens one.
const StepDialog = lazy(() => import('./step-dialog.tsx'));

export interface TakeSteps {
  /** Takes a step that the graph allows: at once, or after its form. Resolves when it is done or its form is open. */
  readonly take: (order: OrderFull, step: Step) => Promise<void>;
  /** The open form, to be drawn by the screen. */
  readonly dialog: ReactNode;
}

/** Taking steps from anywhere: a button, a menu, a drop. `onDone` is told when the form closes or the step was taken. */
export function useSteps(onDone?: () => void): TakeSteps {
  const t = useWords('workOrders');
  const show = useToast();
  const { run } = useOrderChanges();
  const [open, setOpen] = useState<{ readonly order: OrderFull; readonly step: Step }>();
  return {
    take: async (order, step) => {
      if (needsForm(step)) return setOpen({ order, step });
      const outcome = await run(step.name, order, {});
      if (!outcome.ok) {
        for (const { message } of outcome.problems) show({ kind: 'failed', title: t(`actions.${step.name}`), detail: message });
      }
      onDone?.();
      return undefined;
    },
    dialog: open && (
      <Suspense>
        <StepDialog
          {...open}
          onClose={() => {
            setOpen(undefined);
            onDone?.();
          }}
        />
      </Suspense>
    ),
  };
}
