import type { ReactNode } from 'react';

/** A shortcut as people read it: `mod+k` is Ctrl K, `g a` is G A. On a Mac the command sign stands for `mod`. */
export function Keys({ keys }: { readonly keys: string }): ReactNode {
  return (
    <kbd className="code ml-auto pl-2 text-xs text-ink-3 touch:hidden phone:hidden" aria-hidden>
      {spellKeys(keys)}
    </kbd>
  );
}

/** The words of a shortcut. */
export function spellKeys(keys: string): string {
  return keys
    .split(/[ +]/)
    .map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1)))
    .join(' ');
}

/** As `aria-keyshortcuts` wants it, which knows no sequences. */
export function ariaKeys(keys: string): string | undefined {
  return keys.includes(' ') ? undefined : keys.replace('mod', 'Control');
}

const names: Record<string, string> = { mod: 'Ctrl', escape: 'Esc', enter: 'Enter', arrowleft: '←', arrowright: '→' };
