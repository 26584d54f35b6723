import { expect, test } from 'vitest';
import { changedInput, type EditValues } from './edit-values.ts';

const before: EditValues = {
  title: 'Fan is loud',
  description: 'Bearing?',
  type: 'CORRECTIVE',
  priority: 'MEDIUM',
  assetId: { value: 'a1', label: 'INV-07' },
  estimatedDurationMinutes: 60,
  estimatedCost: '',
  scheduledStart: '',
  scheduledEnd: '',
  completionNotes: '',
  rootCause: '',
  preventiveActions: '',
};

test('only what changed is sent, so that what somebody else changes meanwhile stays', () => {
  expect(changedInput(before, before)).toEqual({});
  expect(changedInput(before, { ...before, priority: 'HIGH', title: 'Fan is very loud' })).toEqual({
    priority: 'HIGH',
    title: 'Fan is very loud',
  });
});

test('what was emptied is null', () => {
  expect(changedInput(before, { ...before, description: ' ', assetId: null, estimatedDurationMinutes: null })).toEqual({
    description: null,
    assetId: null,
    estimatedDurationMinutes: null,
  });
});
