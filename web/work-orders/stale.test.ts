import { expect, test } from 'vitest';
import { shownInForm } from './stale.ts';

const changed = [
  { field: 'priority', mine: 'HIGH', theirs: 'LOW' },
  { field: 'scheduledStart', mine: '2026-11-26T08:00:00.000Z', theirs: '2026-11-27T08:00:00.000Z' },
  { field: 'scheduledEnd', mine: '2026-11-26T10:00:00.000Z', theirs: null },
];

test('what a form has a field for is chosen from, mine being what the form holds; the rest is told beside it', () => {
  const values = { start: '2026-11-26T09:00:00.000Z', end: '2026-11-26T11:00:00.000Z' };
  expect(shownInForm('scheduleWorkOrder', changed, values)).toEqual({
    inForm: [
      { field: 'start', mine: values.start, theirs: '2026-11-27T08:00:00.000Z' },
      { field: 'end', mine: values.end, theirs: '' },
    ],
    beside: [changed[0]],
  });
});

test('where the form holds none of it, everything is told beside it', () => {
  expect(shownInForm('cancelWorkOrder', changed, { reason: 'Done twice' })).toEqual({ inForm: [], beside: changed });
});

test('both have set the same: no question', () => {
  const notes = [{ field: 'completionNotes', mine: null, theirs: 'Fan replaced.' }];
  expect(shownInForm('completeWorkOrder', notes, { notes: 'Fan replaced.' })).toEqual({ inForm: [], beside: [] });
});
