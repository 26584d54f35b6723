import { expect, test } from 'vitest';
import { sharedLead, withoutLead } from './shared-lead.ts';

test('what most reasons begin with is found, so that it is said once', () => {
  const hold = 'The order is scheduled. Only an order in progress can be put on hold.';
  const lead = sharedLead(['You may not close it.', hold, 'The order is scheduled. It has to be assigned.']);
  expect(lead).toBe('The order is scheduled.');
  expect(withoutLead(hold, lead)).toBe('Only an order in progress can be put on hold.');
  expect(withoutLead('You may not close it.', lead)).toBe('You may not close it.');
});

test('one reason, or reasons of their own, share nothing', () => {
  expect(sharedLead(['The order is scheduled. It has to be assigned.'])).toBe('');
  expect(sharedLead(['The order is scheduled. It has to be assigned.', 'You may not close it.'])).toBe('');
  expect(sharedLead(['You may not close it.', 'You may not close it.'])).toBe('');
  expect(withoutLead('You may not close it.', '')).toBe('You may not close it.');
});
