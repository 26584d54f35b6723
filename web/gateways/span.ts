/** How far back the dead letters are looked at. They are kept for 30 days. */
export const spans = ['1h', '24h', '7d', '30d'] as const;
export type Span = (typeof spans)[number];

const hours = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 } as const;

/** Steps in which the begin of a span moves on, so that the question stays the same for a while and its answer can be kept. */
const stepMs = 60_000;

/** The instant at which a span begins, ISO 8601, by whole minutes. */
export function spanFrom(span: Span, nowMs: number): string {
  return new Date(Math.floor(nowMs / stepMs) * stepMs - hours[span] * 3_600_000).toISOString();
}
