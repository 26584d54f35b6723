import { describe, expect, it } from 'vitest';
import { fromLocal, parseNumber, toLocal } from './field.tsx';

describe('A number that was typed', () => {
  it('is read as the language writes it', () => {
    expect(['1,234.5', '−2', '+3', '.5', '7.'].map((text) => parseNumber(text, 'en'))).toEqual([1234.5, -2, 3, 0.5, 7]);
    expect(['1.234,5', '12,75', '1 000'].map((text) => parseNumber(text, 'de'))).toEqual([1234.5, 12.75, 1000]);
  });

  it('is none when it is none', () => {
    for (const text of ['', '-', '1e9', 'abc', '1.2.3', '0x10', 'Infinity']) expect(parseNumber(text, 'en')).toBeNull();
  });
});

describe('A date and time field', () => {
  it('shows and takes the site’s clock', () => {
    expect(toLocal('2026-11-25T12:42:00Z', 'Europe/Paris')).toBe('2026-11-25T13:42');
    expect(fromLocal('2026-11-25T13:42', 'Europe/Paris')).toBe('2026-11-25T12:42:00.000Z');
    expect(fromLocal('2026-11-25T13:42', 'America/Los_Angeles')).toBe('2026-11-25T21:42:00.000Z');
  });

  it('has no instant while it is not whole', () => {
    for (const text of ['', '2026-11-25', '13:42']) expect(fromLocal(text, 'UTC')).toBeNull();
    expect(toLocal('never', 'UTC')).toBe('');
  });
});
