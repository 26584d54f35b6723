import { expect, test } from 'vitest';
import { readTasks } from './new-tasks.ts';

test('one task a line, critical behind an exclamation mark, empty lines left out', () => {
  expect(readTasks(['Isolate the string', '', '! Test dead', '  Replace the fan  ', '!'])).toEqual([
    { title: 'Isolate the string', isCritical: false },
    { title: 'Test dead', isCritical: true },
    { title: 'Replace the fan', isCritical: false },
  ]);
});
