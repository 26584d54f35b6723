import type { ExecutionResult, GraphQLError } from 'graphql';
import { errorCode } from '@dcmms/runtime/error-code.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';

/** One upstream subscription as the planner wrote it. */
export interface UpstreamRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly viewer: Viewer;
  /** Equal for all who may share a connection to the subgraph. */
  readonly authority: string;
  readonly requestId: string;
  readonly traceId: string;
}

/**
 * Where events come from. `next()` throws `StreamRefused` when the subgraph says no, `StreamLost` when it is gone, and
 * `StreamBehind` when it was read too slowly; `return()` ends it upstream at once, without waiting for one more event.
 */
export interface EventStream {
  next(): Promise<IteratorResult<ExecutionResult, undefined>>;
  return(): void;
}

export interface SubscriptionSource {
  open(request: UpstreamRequest): Promise<EventStream>;
}

/** The subgraph's answer is no: trying again would not help. */
export class StreamRefused extends Error {
  override readonly name = 'StreamRefused';
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super(errors.map((error) => error.message).join('; '));
    this.errors = errors;
  }

  /** Whether the subgraph, rather than saying no, could not do it just now: a stream that was open is tried again. */
  get isPassing(): boolean {
    return this.errors.every((error) => passing.has(errorCode(error)));
  }
}

const passing = new Set(['INTERNAL', 'UNAVAILABLE', 'TIMEOUT']);

/** The connection broke or the source failed: a resumable stream goes on from its last cursor. */
export class StreamLost extends Error {
  override readonly name = 'StreamLost';
}

/** Events came faster than they were taken and the bound is reached: what is queued was delivered, the rest is to be resumed. */
export class StreamBehind extends Error {
  override readonly name = 'StreamBehind';
}
