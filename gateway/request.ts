import { randomBytes, randomUUID } from 'node:crypto';
import { graphqlError } from '@dcmms/runtime/refusal.ts';
import type { RequestScope, Subgraph, SubgraphContext } from '@dcmms/runtime/subgraph.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';

export interface RequestSettings {
  readonly viewer: Viewer;
  /** When the caller's token ends, epoch milliseconds: nothing that is signed for them lives longer. */
  readonly expiresAtMs: number;
  readonly requestId?: string | undefined;
  readonly traceId?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  /** How long subgraphs may take, from now. */
  readonly timeoutMs: number;
}

/**
 * One request, or the completion of one event, as the executor's data sources see it: who asks, until when, and in process one
 * context per subgraph, made when it is first needed and shared by all fetches.
 */
export class GatewayRequest {
  readonly viewer: Viewer;
  readonly expiresAtMs: number;
  readonly scope: RequestScope;
  readonly endsAtMs: number;
  readonly #abort = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #contexts = new Map<Subgraph, SubgraphContext>();

  constructor(settings: RequestSettings) {
    this.viewer = settings.viewer;
    this.expiresAtMs = settings.expiresAtMs;
    this.endsAtMs = Date.now() + settings.timeoutMs;
    this.scope = {
      requestId: settings.requestId ?? randomUUID(),
      traceId: settings.traceId ?? newTraceId(),
      signal: this.#abort.signal,
      idempotencyKey: settings.idempotencyKey,
    };
    this.#timer = setTimeout(
      () => this.abort('TIMEOUT', 'This took longer than a request may take. Ask for less at once.'),
      settings.timeoutMs,
    );
  }

  contextOf(subgraph: Subgraph): SubgraphContext {
    let context = this.#contexts.get(subgraph);
    if (!context) {
      context = subgraph.context(this.viewer, this.scope);
      this.#contexts.set(subgraph, context);
    }
    return context;
  }

  /** Ends what is still running; its fields answer with this error. */
  abort(code: 'TIMEOUT' | 'UNAVAILABLE', message: string): void {
    this.#abort.abort(graphqlError(code, message));
  }

  /** Nothing more will be asked. */
  close(): void {
    clearTimeout(this.#timer);
  }
}

/** What Apollo Server carries for us: it copies a context object member by member, which a class with private members does not survive. */
export interface GatewayContext {
  readonly asked: GatewayRequest;
}

/** The request behind an executor's context. */
export function requestOf(context: unknown): GatewayRequest {
  const asked = typeof context === 'object' && context !== null && 'asked' in context ? context.asked : undefined;
  if (!(asked instanceof GatewayRequest)) throw new Error('a fetch outside a request');
  return asked;
}

/** A W3C trace id. */
export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}
