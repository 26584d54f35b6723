import { expect, it } from 'vitest';
import { checkedBy, emptyOf, fieldOf } from './form-field.ts';

const fields = [{ name: 'title' }, { name: 'until', path: 'end' }, { name: 'lines' }];

it('A problem lands at the first field that its path names', () => {
  expect(fieldOf({ message: '', path: ['input', 'title'] }, fields)).toBe('title');
  expect(fieldOf({ message: '', path: ['input', 'end'] }, fields)).toBe('until');
  // What the form itself finds goes by the field's own name.
  expect(fieldOf({ message: '', path: ['until'] }, fields)).toBe('until');
  expect(fieldOf({ message: '', path: ['input', 'lines', '0', 'quantity'] }, fields)).toBe('lines');
});

it('A problem about the whole, or about something that is not shown, lands above the form', () => {
  expect(fieldOf({ message: '', path: [] }, fields)).toBeNull();
  expect(fieldOf({ message: '', path: ['input', 'version'] }, fields)).toBeNull();
});

it('A schema’s refusal is said in the page’s words', () => {
  const short = checkedBy(
    { '~standard': { validate: (value) => (value === 'a' ? {} : { issues: [{ message: 'Too long' }] }) } },
    'Kürzer bitte',
  );
  expect([short('a'), short('abc')]).toEqual([null, 'Kürzer bitte']);
});

it('Every kind of field knows what empty is', () => {
  expect(emptyOf({ kind: 'number' })).toBeNull();
  expect(emptyOf({ kind: 'checklist', options: [] })).toEqual([]);
  expect(emptyOf({ kind: 'checkbox' })).toBe(false);
  expect(emptyOf({ kind: 'dateTime' })).toBe('');
});
