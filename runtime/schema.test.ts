import { describe, expect, test } from 'vitest';
import { DateTime, Decimal } from './schema.ts';

describe('a DateTime', () => {
  test.each([
    ['2026-11-25T14:00:00Z', '2026-11-25T14:00:00.000Z'],
    ['2026-11-25T14:00+05:30', '2026-11-25T08:30:00.000Z'],
    ['2024-02-29T23:59:59.123456789-0800', '2024-03-01T07:59:59.123Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is taken', (text, instant) => {
    expect(DateTime.serialize(DateTime.parseValue(text))).toBe(instant);
  });

  test.each([
    '2026-11-25',
    '2026-11-25T14:00:00',
    '2026-11-25T25:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59-14:00',
    '+010000-01-01T00:00:00Z',
    '',
    1_763_812_800_000,
    null,
  ])('%s is refused instead of becoming another instant or a fault of the database', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow('A DateTime is an ISO 8601 instant with a zone');
  });
});

describe('a Decimal', () => {
  test.each([
    ['12.50', '12.50'],
    ['-0.1', '-0.1'],
    [7, '7'],
  ])('%s stays as it is written', (value, text) => {
    expect(Decimal.parseValue(value)).toBe(text);
  });

  test.each(['', '1,5', '1e3', 'NaN', '.5', '12345678901234567', null])('%s is refused', (value) => {
    expect(() => Decimal.parseValue(value)).toThrow('A Decimal is a decimal number as text');
  });
});
