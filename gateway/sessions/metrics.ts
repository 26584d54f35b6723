import { Counter, type Metric } from 'prom-client';

export type RefusedBecause = 'unknown' | 'over' | 'person' | 'origin' | 'document' | 'rate' | 'transaction';

/** What operators see of sessions. */
export interface SessionMetrics {
  readonly opened: Counter;
  readonly ended: Counter<'reason'>;
  readonly refreshed: Counter<'result'>;
  readonly refused: Counter<'reason'>;
  readonly all: readonly Metric[];
}

export function sessionMetrics(): SessionMetrics {
  const registers: [] = [];
  const opened = new Counter({ name: 'dcmms_sessions_opened_total', help: 'Sign-ins of people', registers });
  const ended = new Counter({
    name: 'dcmms_sessions_ended_total',
    help: 'Sessions that were revoked here, by why',
    labelNames: ['reason'],
    registers,
  });
  const refreshed = new Counter({
    name: 'dcmms_sessions_refreshed_total',
    help: 'Tokens that were renewed at a provider: renewed, refused, or the provider was away',
    labelNames: ['result'],
    registers,
  });
  const refused = new Counter({
    name: 'dcmms_sessions_refused_total',
    help: 'Requests with a cookie, and sign-ins, that were refused, by why',
    labelNames: ['reason'],
    registers,
  });
  return { opened, ended, refreshed, refused, all: [opened, ended, refreshed, refused] };
}
