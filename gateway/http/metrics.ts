import { Counter, Histogram, type Registry } from 'prom-client';
import type { ErrorCode } from '@dcmms/runtime/refusal.ts';

/** What operators see of requests. */
export interface RequestMetrics {
  /** Starts the clock of one request. */
  start(endpoint: string): () => void;
  /** Counts one that was refused before it reached the graph. */
  refused(code: ErrorCode): void;
}

export function requestMetrics(registry: Registry): RequestMetrics {
  const registers = [registry];
  const seconds = new Histogram({
    name: 'dcmms_gateway_request_seconds',
    help: 'Time from the arrival of a request to the end of its answer',
    labelNames: ['endpoint'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const refused = new Counter({
    name: 'dcmms_gateway_refused_total',
    help: 'Requests refused before they reached the graph',
    labelNames: ['code'],
    registers,
  });
  return {
    start: (endpoint) => seconds.startTimer({ endpoint }),
    refused: (code) => refused.inc({ code }),
  };
}
