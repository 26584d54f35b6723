import type { Severity } from './series.ts';

/** What a chart is drawn with, resolved from the console's tokens for the theme that is on. */
export interface Ink {
  readonly lines: readonly string[];
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly line: string;
  readonly canvas: string;
  readonly focus: string;
  readonly severity: Readonly<Record<Severity, string>>;
}

/**
 * Four inks, solid and then dashed: eight series that are told apart without one of the alarm colours, in an order that never
 * changes. Contrast against the canvas is at least 3 (chart.css).
 */
export const lineTokens = ['--ink', '--chart-2', '--chart-3', '--chart-4'] as const;
const tokens = [...lineTokens, '--ink-2', '--ink-3', '--line', '--canvas', '--focus', '--critical', '--high', '--medium', '--low'] as const;
type Token = (typeof tokens)[number];
export const dashes: readonly (readonly number[])[] = [[], [], [], [], [6, 3], [6, 3], [6, 3], [6, 3]];
/** What should have been. */
export const expectedDash: readonly number[] = [3, 3];

/**
 * Reads the tokens: `light-dark()` is resolved only where a colour is used, so each is put on an element and asked back. All are put
 * there before the first is asked for: the browser works its styles out once.
 */
export function inkOf(element: HTMLElement): Ink {
  const probe = document.createElement('span');
  probe.hidden = true;
  const probes = new Map(
    tokens.map((token) => {
      const each = document.createElement('span');
      each.style.color = `var(${token})`;
      probe.append(each);
      return [token, each];
    }),
  );
  element.append(probe);
  const read = (token: Token): string => {
    const each = probes.get(token);
    return each ? getComputedStyle(each).color : '';
  };
  const ink: Ink = {
    lines: lineTokens.map(read),
    ink: read('--ink'),
    ink2: read('--ink-2'),
    ink3: read('--ink-3'),
    line: read('--line'),
    canvas: read('--canvas'),
    focus: read('--focus'),
    severity: {
      CRITICAL: read('--critical'),
      HIGH: read('--high'),
      MEDIUM: read('--medium'),
      LOW: read('--low'),
      INFO: read('--ink-3'),
    },
  };
  probe.remove();
  return ink;
}

export function lineInk(ink: Ink, place: number, expected: boolean): string {
  return expected ? ink.ink3 : (ink.lines[place % lineTokens.length] ?? ink.ink);
}

export function lineDash(place: number, expected: boolean): readonly number[] {
  return expected ? expectedDash : (dashes[place % dashes.length] ?? []);
}

/** Calls back when the theme changes, by hand or by the system. */
export function onThemeChange(run: () => void): () => void {
  const observer = new MutationObserver(run);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', run);
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', run);
  };
}
