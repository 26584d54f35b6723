import type { NewTaskInput } from '../gql/graphql.ts';

/** Tasks as they are typed, line by line; `!` before the title makes a critical one. */
export function readTasks(lines: readonly string[]): NewTaskInput[] {
  return lines.flatMap((line): NewTaskInput[] => {
    const trimmed = line.trim();
    const isCritical = trimmed.startsWith('!');
    const title = trimmed.replace(/^!+\s*/, '');
    return title === '' ? [] : [{ title, isCritical }];
  });
}
