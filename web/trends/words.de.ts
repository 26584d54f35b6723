import type { InOtherWords } from '../words/shape.ts';
import type { words as english } from './words.en.ts';

export const words: InOtherWords<typeof english> = {
  chart: {
    kind: 'Zeitdiagramm',
    keys: 'Pfeiltasten verschieben, Plus und Minus zoomen, Umschalt und Pfeiltasten lesen Messwert für Messwert.',
    loading: 'Wird gezeichnet',
    table: 'Tabelle',
    asTable: 'Als Tabelle zeigen',
    asChart: 'Zurück zum Diagramm',
    resetZoom: 'Ganzer Zeitraum',
    noReadings: 'Keine Messwerte in diesem Zeitraum',
    time: 'Zeit',
    quality: 'Qualität',
    good: 'gut',
    bad: 'schlecht',
    uncertain: 'unsicher',
    none: 'kein guter Messwert',
    range: '{min} bis {max}',
    gap: 'kein Messwert',
    several: '{n, plural, one {# Ereignis} other {# Ereignisse}}',
    summary: '{name}: zuletzt {last} um {time}; niedrigster Wert {min}, höchster {max}.',
    summaryNone: '{name}: kein Messwert.',
    everyNth: 'Jeder {n}. Messwert von {total}; für alle hineinzoomen.',
    expected: 'erwartet',
  },
};
