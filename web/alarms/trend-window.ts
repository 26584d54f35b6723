/** What the trend beside an alarm shows: from half an hour before the reading that raised it last, whose value is shown, to ten minutes after. */
export const beforeMs = 30 * 60_000;
export const afterMs = 10 * 60_000;

/** The room that it takes, kept before its chart is there: the chart, the readings under it, the line below. */
export const chartPx = 220;
export const readoutPx = 24;
export const trendRoomPx = chartPx + readoutPx + 18;

export interface TrendWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

export function trendWindow(raisedAtMs: number): TrendWindow {
  return { fromMs: raisedAtMs - beforeMs, toMs: raisedAtMs + afterMs };
}

/** Whether readings of the window are still to come. */
export function isRunning({ toMs }: TrendWindow, nowMs: number): boolean {
  return nowMs < toMs;
}
