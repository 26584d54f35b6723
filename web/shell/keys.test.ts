import { describe, expect, it } from 'vitest';
import { nameOf } from './keys.ts';

const pressed = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  nameOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe('A key', () => {
  it('has one name on every keyboard', () => {
    expect(pressed('J')).toBe('j');
    expect(pressed('k', { ctrlKey: true })).toBe('mod+k');
    expect(pressed('k', { metaKey: true })).toBe('mod+k');
    expect(pressed('E', { shiftKey: true })).toBe('shift+e');
    expect(pressed('ArrowLeft', { shiftKey: true })).toBe('shift+arrowleft');
  });

  it('that needs shift to be written is the character itself', () => {
    expect(pressed('?', { shiftKey: true })).toBe('?');
    expect(pressed('/', { shiftKey: true })).toBe('/');
  });
});
