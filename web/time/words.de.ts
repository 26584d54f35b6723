import type { InOtherWords } from '../words/shape.ts';
import type { words as english } from './words.en.ts';

export const words: InOtherWords<typeof english> = {
  site: 'Ortszeit der Anlage',
  utc: 'UTC',
  mine: 'Meine Zeit',
  second: '{n} s',
  minute: '{n} min',
  hour: '{n} Std.',
  day: '{n} T',
  ago: 'vor {age}',
  inFuture: 'in {age}',
  overdue: '{age} überfällig',
  zoneIs: 'Zeiten in {zone}',
  noTime: 'Keine Zeit',
  ranges: {
    'now-15m': 'Letzte 15 Minuten',
    'now-1h': 'Letzte Stunde',
    'now-6h': 'Letzte 6 Stunden',
    'now-24h': 'Letzte 24 Stunden',
    'now/d': 'Heute',
    'now-1d/d': 'Gestern',
    'now-7d': 'Letzte 7 Tage',
    'now/w': 'Diese Woche',
    'now-30d': 'Letzte 30 Tage',
    'now/M': 'Dieser Monat',
    'now-90d': 'Letzte 90 Tage',
  },
};
