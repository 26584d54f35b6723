import { expect, test } from 'vitest';
import { notesOfTasks } from './task-notes.ts';

test('titles of what was done, with what was noted; what is open says nothing', () => {
  const task = { completionNotes: null, skipReason: null };
  expect(
    notesOfTasks([
      { ...task, sequence: 1, title: 'Clean the filter', status: 'COMPLETED' },
      { ...task, sequence: 2, title: 'Replace the fan', status: 'COMPLETED', completionNotes: 'bearing was worn' },
      { ...task, sequence: 3, title: 'Photograph', status: 'SKIPPED', skipReason: 'camera broken' },
      { ...task, sequence: 4, title: 'Tidy up', status: 'PENDING' },
    ]),
  ).toBe('Clean the filter\nReplace the fan: bearing was worn\nPhotograph: camera broken');
});
