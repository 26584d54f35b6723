/** What the trend beside an alarm shows: from half an hour before the reading that raised it to ten minutes after. */
export const beforeMs = 30 * 60_000;
export const afterMs = 10 * 60_000;

export interface TrendWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

export function trendWindow(triggeredAt: string): TrendWindow {
  const raised = Date.parse(triggeredAt);
  return { fromMs: raised - beforeMs, toMs: raised + afterMs };
}

/** Whether readings of the window are still to come. */
export function isRunning({ toMs }: TrendWindow, nowMs: number): boolean {
  return nowMs < toMs;
}
