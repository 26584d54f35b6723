import type { Step } from './steps.ts';

/** Whether a step asks for anything before it is taken. */
export function needsForm(step: Step): boolean {
  return step.needsReason || needsInput(step);
}

/** Whether its mutation takes more than the order and a reason. */
export function needsInput({ name }: Step): boolean {
  return withInput.has(name);
}

const withInput: ReadonlySet<string> = new Set([
  'scheduleWorkOrder',
  'assignWorkOrder',
  'startWorkOrder',
  'holdWorkOrder',
  'completeWorkOrder',
] satisfies Step['name'][]);
