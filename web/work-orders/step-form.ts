'use client';

import type { ReactNode } from 'react';
import type { Field } from '../ui/form.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import { holdReasons } from './hold-reasons.ts';
import type { OrderFull } from './order-full.ts';
import { movedEnd, proposedWindow } from './planned-window.ts';
import { needsInput } from './needs-form.ts';
import type { Step } from './steps.ts';
import { notesOfTasks } from './task-notes.ts';

/** What the forms of all steps hold; each shows its own part. */
export interface StepValues {
  readonly reason: string;
  readonly start: string;
  readonly end: string;
  readonly userId: string;
  readonly holdReason: string;
  readonly notes: string;
  readonly safety: readonly string[];
}

/** The form that a step needs, as data. */
export interface StepForm {
  readonly fields: readonly Field<StepValues>[];
  readonly initial: StepValues;
  /** The part of the mutation's input that comes from the form. */
  readonly input: (values: StepValues) => Readonly<Record<string, unknown>>;
}

export interface StepFormParts {
  /** Draws the choice of who does the work. */
  readonly assignee: (props: {
    readonly value: unknown;
    readonly onChange: (value: unknown) => void;
    readonly problem: string | undefined;
    readonly label: string;
  }) => ReactNode;
}

/** What a step has to be told, by its name and by whether the graph wants a reason. */
export function useStepForm(order: OrderFull, step: Step, parts: StepFormParts): StepForm {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const zone = order.site?.timezone ?? 'UTC';
  const { estimatedDurationMinutes: minutes, priority } = order;
  const window = proposedWindow(new Date(), zone, { minutes, priority, dueAt: order.sla?.resolutionDue });
  const initial: StepValues = {
    reason: '',
    start: order.scheduledStart ?? window.start,
    end: order.scheduledEnd ?? window.end,
    userId: '',
    holdReason: '',
    notes: order.completionNotes ?? notesOfTasks(order.tasks),
    safety: [],
  };
  const reason: Field<StepValues> = {
    kind: 'textArea',
    name: 'reason',
    label: t('fields.reason'),
    help: t('fields.reasonHelp'),
    required: step.needsReason,
    maxLength: 2_000,
    autoFocus: step.needsReason && !needsInput(step),
  };
  const reasonOf = ({ reason: text }: StepValues) => (text.trim() === '' ? {} : { reason: text.trim() });

  const own: Partial<Record<Step['name'], Omit<StepForm, 'initial'>>> = {
    scheduleWorkOrder: {
      fields: [
        { kind: 'dateTime', name: 'start', label: t('fields.start'), required: true, zone, also: movedEnd },
        {
          kind: 'dateTime',
          name: 'end',
          label: t('fields.end'),
          required: true,
          zone,
          validate: (end, { start }) => (typeof end === 'string' && end > start ? null : t('fields.endFirst')),
        },
      ],
      input: ({ start, end }) => ({ start, end }),
    },
    assignWorkOrder: {
      fields: [{ kind: 'custom', name: 'userId', label: t('fields.assignee'), required: true, render: parts.assignee }],
      input: ({ userId }) => ({ userId }),
    },
    startWorkOrder: {
      fields: [
        {
          kind: 'checklist',
          name: 'safety',
          path: 'safetyAcknowledged',
          label: t('safetyHead'),
          required: true,
          requiredMessage: t('fields.safetyAll'),
          options: [
            { value: 'isolated', label: t('safetyIsolated') },
            { value: 'equipment', label: t('safetyEquipment') },
            { value: 'place', label: t('safetyPlace') },
          ],
          validate: (value) => (Array.isArray(value) && value.length === 3 ? null : t('fields.safetyAll')),
        },
      ],
      input: ({ safety }) => ({ safetyAcknowledged: safety.length === 3 }),
    },
    holdWorkOrder: {
      fields: [
        {
          kind: 'chips',
          name: 'holdReason',
          label: t('fields.holdReason'),
          required: true,
          options: holdReasons.map((value) => ({ value, label: label('HoldReason', value) })),
        },
        { kind: 'textArea', name: 'reason', label: t('fields.holdNote'), help: t('fields.holdNoteHelp'), maxLength: 2_000 },
      ],
      input: (values) => ({ holdReason: values.holdReason, ...reasonOf(values) }),
    },
    completeWorkOrder: {
      fields: [{ kind: 'textArea', name: 'notes', label: t('fields.notes'), required: true, rows: 8, maxLength: 10_000, autoFocus: true }],
      input: ({ notes }) => ({ notes }),
    },
  };
  return { initial, ...(own[step.name] ?? { fields: step.needsReason ? [reason] : [], input: reasonOf }) };
}
