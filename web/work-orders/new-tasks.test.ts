import { expect, test } from 'vitest';
import { readTasks, typedTasks } from './new-tasks.ts';

test('one task a line, empty lines left out', () => {
  const typed = [
    { title: 'Isolate the string', isCritical: false },
    { title: ' ', isCritical: true },
    { title: ' ! Test dead ', isCritical: true },
  ];
  expect(readTasks(typed)).toEqual([
    { title: 'Isolate the string', isCritical: false },
    { title: '! Test dead', isCritical: true },
  ]);
});

test('a draft of another shape gives no tasks', () => {
  expect(typedTasks(['Isolate', { title: 'Test dead', isCritical: true }, null])).toEqual([{ title: 'Test dead', isCritical: true }]);
  expect(typedTasks(undefined)).toEqual([]);
});
