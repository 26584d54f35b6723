/** How far the picture wanders, in pixels each way; its frame is that much wider on every side. */
export const wanderPx = 8;

const stepMs = 60_000;

/**
 * Where the picture stands at an instant: it moves a little once a minute, so that no edge stays on the same pixels for a year of
 * standing still. Two periods without a common divisor (17 and 23 min) walk over the whole square in six and a half hours.
 */
export function wander(atMs: number): { readonly x: number; readonly y: number } {
  const step = Math.floor(atMs / stepMs);
  return { x: swing(step, 17), y: swing(step, 23) };
}

/** From one end to the other and back in twice the period's steps. */
function swing(step: number, period: number): number {
  const at = step % (2 * period);
  const way = at < period ? at : 2 * period - at;
  return Math.round((way / period) * 2 * wanderPx) - wanderPx;
}
