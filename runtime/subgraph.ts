import type { GraphQLSchema } from 'graphql';
import type { Operation } from './operation.ts';
import type { Viewer } from './viewer.ts';

export type SubgraphName = 'core' | 'inventory' | 'telemetry' | 'predictions';

/** What is the same for every part of one request, whoever serves it. */
export interface RequestScope {
  readonly requestId: string;
  readonly traceId: string;
  /** Aborted when the client is gone or the request's time is over. */
  readonly signal: AbortSignal;
  /** The `Idempotency-Key` header, if any. */
  readonly idempotencyKey?: string | undefined;
}

/** What a resolver gets as its context: who asks and the only way to rows. A subgraph adds its own ports. */
export interface SubgraphContext {
  readonly op: Operation;
}

/** A state of one part, for `/ready`. */
export interface Check {
  readonly part: string;
  readonly ok: boolean;
  /** What stands in the way and what to do, when not ok. */
  readonly detail?: string | undefined;
}

/** One subgraph, served in process by the gateway or over HTTP by its own process: the same object in both cases. */
export interface Subgraph {
  readonly name: SubgraphName;
  /** Executable schema: queries, mutations, entity resolvers and subscriptions. */
  readonly schema: GraphQLSchema;
  /** Made once per request (in process) or per fetch (as a service). */
  context(viewer: Viewer, request: RequestScope): SubgraphContext;
  ready(): Promise<readonly Check[]>;
  close(): Promise<void>;
}
