import type uPlot from 'uplot';

const pointsWithGapsMax = 5_000;

/** Places whose neighbours are both gaps. */
export function lonePoints(self: uPlot, line: number, _show: boolean): number[] | null {
  const column = self.data[line];
  if (!column) return null;
  const found: number[] = [];
  const from = self.valToIdx(self.scales['x']?.min ?? 0);
  const to = self.valToIdx(self.scales['x']?.max ?? 0);
  // Of so many no gap is wide enough to be seen.
  if (to - from > pointsWithGapsMax) return null;
  let before: number | null = null;
  let candidate: number | null = null;
  for (let place = Math.max(0, from - 1); place <= to + 1; place += 1) {
    const value = column[place];
    if (value === undefined && place < column.length) continue;
    if (value === null || value === undefined) {
      if (candidate !== null) found.push(candidate);
      candidate = null;
      before = null;
    } else {
      candidate = before === null ? place : null;
      before = value;
    }
  }
  return found.length > 0 ? found : null;
}
