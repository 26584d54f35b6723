import { describe, expect, it } from 'vitest';
import { ageParts, formatMoney, formatNumber, formatTime, zoneLabel } from './format.ts';

const now = new Date('2026-11-25T12:42:07Z');
const at = (text: string, language = 'en', zone = 'Europe/Paris') => formatTime(text, { zone, language, now });

describe('A time', () => {
  it('is told with as little as still names it', () => {
    expect(at('2026-11-25T05:03:00Z')).toBe('06:03');
    expect(at('2026-11-24T23:30:00Z')).toBe('00:30');
    expect(at('2026-11-26T06:00:00Z')).toBe('Thu 07:00');
    expect(at('2026-10-25T06:00:00Z')).toBe('25 Oct 07:00');
    expect(at('2025-10-25T06:00:00Z')).toBe('25 Oct 2025');
    expect(at('2026-11-26T06:00:00Z', 'de')).toBe('Do. 07:00');
    expect(at('never')).toBe('–');
  });

  it('names its day where that is asked for, and no weekday that is over', () => {
    const due = (text: string, language = 'en', zone = 'Europe/Paris') => formatTime(text, { zone, language, now, style: 'day' });
    expect(due('2026-11-25T22:45:00Z')).toBe('today 23:45');
    expect(due('2026-11-25T23:45:00Z')).toBe('tomorrow 00:45');
    // The same instant is still today further west.
    expect(due('2026-11-25T23:45:00Z', 'en', 'America/Los_Angeles')).toBe('today 15:45');
    expect(due('2026-11-24T12:00:00Z', 'de')).toBe('gestern 13:00');
    expect(due('2026-11-28T12:00:00Z')).toBe('Sat 13:00');
    expect(due('2026-11-23T12:00:00Z')).toBe('23 Nov 13:00');
    expect(due('2027-09-23T12:00:00Z')).toBe('23 Sept 2027');
  });

  it('is by a 24-hour clock, midnight is 00:00', () => {
    expect(formatTime('2026-11-24T23:00:00Z', { zone: 'Europe/Paris', language: 'en', style: 'clock' })).toBe('00:00');
    expect(formatTime(now, { zone: 'America/Los_Angeles', language: 'en', style: 'full' })).toBe('Wed 25 Nov 2026 04:42:07');
  });

  it('names its zone as people there do', () => {
    expect(zoneLabel('UTC')).toBe('UTC');
    expect(zoneLabel('Europe/Paris', now)).toBe('CET');
    expect(zoneLabel('Europe/Paris', new Date('2026-07-01'))).toBe('CEST');
    expect(zoneLabel('America/Los_Angeles', now)).toBe('PST');
    expect(zoneLabel('Asia/Kolkata', now)).toMatch(/^UTC\+5:30$|^IST$/);
  });
});

describe('A number', () => {
  const en = (value: number) => formatNumber(value, { language: 'en' });
  it('has as many places as its size deserves', () => {
    expect([1234.4, 612.44, 58.2, 8.414, 0.3121, 0].map(en)).toEqual(['1,234', '612.4', '58.2', '8.41', '0.312', '0']);
    expect(en(Number.NaN)).toBe('–');
  });

  it('is written as the language does, with a real minus', () => {
    expect(formatNumber(-1234.5, { language: 'de', digits: 1 })).toBe('−1.234,5');
    expect(formatNumber(35.6, { language: 'en', sign: 'always' })).toBe('+35.6');
    expect(formatMoney('12.50', 'EUR', 'de')).toMatch(/^12,50\s€$/);
  });
});

it('An age is whole, in its largest fitting unit', () => {
  expect([0, 59_999, 60_000, 3_600_000, 47 * 3_600_000, 48 * 3_600_000].map((ms) => Object.values(ageParts(ms)).join(' '))).toEqual([
    'second 0',
    'second 59',
    'minute 1',
    'hour 1',
    'hour 47',
    'day 2',
  ]);
  expect(ageParts(-5_000)).toEqual({ unit: 'second', n: 5 });
});
