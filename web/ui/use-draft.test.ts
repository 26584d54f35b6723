import { beforeEach, expect, test, vi } from 'vitest';
import { dropDrafts, readDraft, writeDraft } from './form-draft.ts';
import { keepText, textOf } from './use-draft.ts';

/** A browser's storage of one tab. */
class Tab {
  getItem(key: string): string | null {
    return Object.getOwnPropertyDescriptor(this, key)?.value ?? null;
  }
  setItem(key: string, value: string): void {
    Object.defineProperty(this, key, { value, enumerable: true, configurable: true });
  }
  removeItem(key: string): void {
    Reflect.deleteProperty(this, key);
  }
}

beforeEach(() => {
  vi.stubGlobal('sessionStorage', new Tab());
});

test('what was typed is found again, each text under its own name', () => {
  keepText('comment:1', 'No reception in the station.');
  keepText('complete:1', 'Filter changed.');
  expect(textOf(readDraft('comment:1'))).toBe('No reception in the station.');
  expect(textOf(readDraft('complete:1'))).toBe('Filter changed.');
  expect(textOf(readDraft('comment:2'))).toBeUndefined();
});

test('a text that was emptied is no draft', () => {
  keepText('comment:1', 'No');
  keepText('comment:1', ' ');
  expect(readDraft('comment:1')).toBeNull();
});

test('what a form has kept under that name is no text', () => {
  writeDraft('comment:1', { text: 3 });
  expect(textOf(readDraft('comment:1'))).toBeUndefined();
});

test('whoever signs in next finds nothing', () => {
  keepText('comment:1', 'Mine');
  dropDrafts();
  expect(readDraft('comment:1')).toBeNull();
});
