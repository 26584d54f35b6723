import type { NewTaskInput } from '../gql/graphql.ts';

/** A task as it is typed. */
export interface TypedTask {
  readonly title: string;
  /** Skipped only by a supervisor. */
  readonly isCritical: boolean;
}

export const emptyTask: TypedTask = { title: '', isCritical: false };

/** The tasks that were typed, lines without a title left out. */
export function readTasks(lines: readonly TypedTask[]): NewTaskInput[] {
  return lines.flatMap(({ title, isCritical }) => (title.trim() === '' ? [] : [{ title: title.trim(), isCritical }]));
}

/** What a form, or a draft of it that an older console kept, says of its tasks. */
export function typedTasks(value: unknown): readonly TypedTask[] {
  return Array.isArray(value) ? value.filter(isTypedTask) : [];
}

function isTypedTask(value: unknown): value is TypedTask {
  return (
    typeof value === 'object' &&
    value !== null &&
    'title' in value &&
    typeof value.title === 'string' &&
    'isCritical' in value &&
    typeof value.isCritical === 'boolean'
  );
}
