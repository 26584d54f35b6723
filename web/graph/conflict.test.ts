import { expect, test } from 'vitest';
import { conflictsOf } from './conflict.ts';

const base = { title: 'Fan', priority: 'HIGH', assignedTo: { id: 'u1', displayName: 'Ann' } };

test('a conflict is a field that somebody else has changed, with what was wanted of it', () => {
  expect(conflictsOf(base, { title: 'Fan and filter' }, { ...base, title: 'Fan belt', priority: 'LOW' })).toEqual([
    { field: 'title', mine: 'Fan and filter', theirs: 'Fan belt' },
    { field: 'priority', mine: 'HIGH', theirs: 'LOW' },
  ]);
});

test('the same change by both is none, nor is a person whose name was read differently', () => {
  expect(conflictsOf(base, { title: 'Belt' }, { ...base, title: 'Belt', assignedTo: { id: 'u1' } })).toEqual([]);
  expect(conflictsOf(base, {}, { ...base, assignedTo: { id: 'u2' } })).toHaveLength(1);
});

test('null and left out are the same nothing', () => {
  expect(conflictsOf({ holdReason: null }, {}, { holdReason: undefined })).toEqual([]);
});
