'use client';

import type { ReactNode } from 'react';
import { useLanguage, type Language } from '../words/index.ts';

/** A shortcut as people read it: `mod+k` is Ctrl K (Strg K on a German keyboard), `g a` is G A. */
export function Keys({ keys }: { readonly keys: string }): ReactNode {
  const language = useLanguage();
  return (
    <kbd className="code ml-auto pl-2 whitespace-nowrap text-xs text-ink-3 touch:hidden phone:hidden" aria-hidden>
      {spellKeys(keys, language)}
    </kbd>
  );
}

/** The words of a shortcut. */
export function spellKeys(keys: string, language: Language): string {
  return keys
    .split(/[ +]/)
    .map((key) => names[language][key] ?? (key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1)))
    .join(' ');
}

/** As `aria-keyshortcuts` wants it, which knows no sequences. */
export function ariaKeys(keys: string): string | undefined {
  return keys.includes(' ')
    ? undefined
    : keys.replace('mod', 'Control').replace(/^arrow(.)/, (_, side: string) => `Arrow${side.toUpperCase()}`);
}

const names: Record<Language, Record<string, string>> = {
  en: { mod: 'Ctrl', shift: 'Shift', escape: 'Esc', enter: 'Enter', arrowleft: 'Left', arrowright: 'Right' },
  de: { mod: 'Strg', shift: 'Umschalt', escape: 'Esc', enter: 'Eingabe', arrowleft: 'Links', arrowright: 'Rechts' },
};
