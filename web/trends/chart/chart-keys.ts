import type { Span } from './series.ts';

/** What a key does to a chart that has the focus. Null: nothing of the chart's. */
export type ChartAction =
  { readonly kind: 'show'; readonly span: Span } | { readonly kind: 'step'; readonly direction: -1 | 1 } | { readonly kind: 'leave' };

const shortestMs = 1_000;
const shift = 0.25;

/** Arrows shift by a quarter, `+` and `-` zoom about the middle, `Z` zooms out, Shift and arrows move the crosshair, Escape takes it away. */
export function actionOf(
  key: { readonly key: string; readonly shiftKey: boolean; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean },
  span: Span,
): ChartAction | null {
  if (key.ctrlKey || key.metaKey || key.altKey) return null;
  switch (key.key) {
    case 'ArrowLeft':
      return key.shiftKey ? { kind: 'step', direction: -1 } : { kind: 'show', span: shifted(span, -shift) };
    case 'ArrowRight':
      return key.shiftKey ? { kind: 'step', direction: 1 } : { kind: 'show', span: shifted(span, shift) };
    case '+':
    case '=':
      return { kind: 'show', span: scaled(span, 0.5) };
    case '-':
    case '_':
    case 'z':
    case 'Z':
      return { kind: 'show', span: scaled(span, 2) };
    case 'Escape':
      return { kind: 'leave' };
    default:
      return null;
  }
}

export function shifted({ from, to }: Span, part: number): Span {
  const by = Math.round((to - from) * part);
  return { from: from + by, to: to + by };
}

/** Wider (2) or narrower (0.5) about a point that stays where it is: the middle unless told. */
export function scaled({ from, to }: Span, factor: number, about = (from + to) / 2): Span {
  const size = Math.max((to - from) * factor, shortestMs);
  const part = (about - from) / (to - from);
  const start = Math.round(about - size * part);
  return { from: start, to: Math.round(start + size) };
}
