import { scaled, shifted } from './chart-keys.ts';
import type { Span } from './series.ts';

/** What a finger does to the plot. */
export interface Touched {
  span(): Span;
  /** The plot within the element, in CSS pixels. */
  place(): { readonly left: number; readonly width: number };
  /** The span that the fingers ended with. */
  show(span: Span): void;
  /** The crosshair, in CSS pixels from the plot's left. */
  point(left: number): void;
}

/**
 * Fingers: a tap sets the crosshair, two fingers zoom and shift; up and down stays with the page (`touch-action: pan-y`). A mouse
 * drags a span instead, which the library sees to.
 */
export function followTouch(element: HTMLElement, touched: Touched): () => void {
  const fingers = new Map<number, number>();
  let begin: { readonly span: Span; readonly middle: number; readonly apart: number } | null = null;

  const x = (event: PointerEvent) => event.clientX - element.getBoundingClientRect().left - touched.place().left;
  const pair = () => {
    const [one = 0, other = one] = fingers.values();
    return { middle: (one + other) / 2, apart: Math.max(Math.abs(one - other), 20) };
  };
  const spanOf = (): Span | null => {
    if (begin === null || fingers.size < 2) return null;
    const { width } = touched.place();
    const now = pair();
    const { span } = begin;
    const about = span.from + (begin.middle / width) * (span.to - span.from);
    const grown = scaled(span, begin.apart / now.apart, about);
    return shifted(grown, (begin.middle - now.middle) / width);
  };

  const down = (event: PointerEvent) => {
    if (event.pointerType !== 'touch') return;
    fingers.set(event.pointerId, x(event));
    if (fingers.size === 1) touched.point(x(event));
    if (fingers.size === 2) begin = { span: touched.span(), ...pair() };
  };
  const move = (event: PointerEvent) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, x(event));
    if (fingers.size === 1 && begin === null) touched.point(x(event));
  };
  const up = (event: PointerEvent) => {
    const span = event.type === 'pointerup' && fingers.has(event.pointerId) ? spanOf() : null;
    fingers.delete(event.pointerId);
    if (span === null && fingers.size > 0) return;
    begin = null;
    fingers.clear();
    if (span) touched.show(span);
  };

  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
  };
}
