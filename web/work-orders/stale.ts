import { conflictsOf, type Conflict } from '../graph/conflict.ts';
import { seenOf } from '../outbox/reply.ts';
import type { FieldConflict } from '../ui/form.tsx';
import type { OrderFull } from './order-full.ts';
import type { Step } from './steps.ts';

/** A change was refused because somebody else was quicker. */
export interface Stale {
  /** What they have changed of what a person goes by, as it was and as it is. */
  readonly changed: readonly Conflict[];
  /** The order as it is now, to go on from; undefined where the outbox knows it itself. */
  readonly order?: OrderFull | undefined;
}

/** What of the order is another value than when it was seen, of all that a person who acts on it goes by. */
export function changedSince(before: OrderFull, now: OrderFull): readonly Conflict[] {
  return conflictsOf(seenOf(before)?.fields ?? {}, {}, seenOf(now)?.fields ?? {});
}

/** Which of the order's fields a step's form holds, under which name. */
const formFields: Partial<Record<Step['name'], Readonly<Record<string, string>>>> = {
  scheduleWorkOrder: { scheduledStart: 'start', scheduledEnd: 'end' },
  completeWorkOrder: { completionNotes: 'notes' },
};

export interface Shown {
  /** To choose from, mine or theirs: the form has a field for it. */
  readonly inForm: readonly FieldConflict[];
  /** To know of before it is sent again. */
  readonly beside: readonly Conflict[];
}

/** What others have changed, as a step's form shows it. A field that both have set to the same is no question. */
export function shownInForm(name: Step['name'], changed: readonly Conflict[], values: Readonly<Record<string, unknown>>): Shown {
  const own = formFields[name] ?? {};
  return {
    inForm: changed.flatMap(({ field, theirs }) => {
      const inForm = own[field];
      const mine = inForm === undefined ? undefined : values[inForm];
      return inForm === undefined || mine === (theirs ?? '') ? [] : [{ field: inForm, mine, theirs: theirs ?? '' }];
    }),
    beside: changed.filter(({ field }) => own[field] === undefined),
  };
}
