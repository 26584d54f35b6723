import { GraphQLError, type ExecutionResult } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { fetchHeaders } from '@dcmms/runtime/serve-subgraph.ts';
import { signViewer, viewerHeader } from '@dcmms/runtime/viewer-token.ts';
import { StreamBehind, StreamLost, StreamRefused, type EventStream, type SubscriptionSource, type UpstreamRequest } from './source.ts';

export interface WsSourceSettings {
  readonly name: string;
  readonly url: string;
  readonly viewerKey: Uint8Array;
  /** How many events wait for the hub before the stream is given up and resumed; graphql-ws itself knows no back-pressure. */
  readonly queueMax?: number | undefined;
}

/**
 * Events of a subgraph over graphql-ws: one connection per authority, shared by all its subscriptions. It never retries by itself,
 * for only the hub knows from which cursor to go on.
 */
export function wsSource(settings: WsSourceSettings): SubscriptionSource & { close(): void } {
  const clients = new Map<string, { client: Client; streams: number }>();

  const borrow = (request: UpstreamRequest) => {
    let entry = clients.get(request.authority);
    if (!entry) {
      let pongWait: NodeJS.Timeout | undefined;
      const client: Client = createClient({
        url: settings.url,
        webSocketImpl: WebSocket,
        connectionParams: async () => ({ [viewerHeader]: await signViewer(request.viewer, settings.viewerKey, settings.name) }),
        lazy: true,
        lazyCloseTimeout: 1_000,
        retryAttempts: 0,
        keepAlive: 10_000,
        // A peer that vanished without a word is found by the pong that does not come.
        on: {
          ping: (received) => {
            if (!received) pongWait = setTimeout(() => client.terminate(), 5_000);
          },
          pong: (received) => {
            if (received) clearTimeout(pongWait);
          },
          closed: () => clearTimeout(pongWait),
        },
      });
      entry = { client, streams: 0 };
      clients.set(request.authority, entry);
    }
    entry.streams += 1;
    return entry;
  };

  const giveBack = (authority: string) => {
    const entry = clients.get(authority);
    if (!entry) return;
    entry.streams -= 1;
    if (entry.streams > 0) return;
    clients.delete(authority);
    void entry.client.dispose();
  };

  return {
    async open(request) {
      const { client } = borrow(request);
      return listen(client, request, settings, () => giveBack(request.authority));
    },
    close() {
      for (const { client } of clients.values()) client.terminate();
      clients.clear();
    },
  };
}

function listen(client: Client, request: UpstreamRequest, settings: WsSourceSettings, release: () => void): EventStream {
  const queueMax = settings.queueMax ?? 1_000;
  const queue: ExecutionResult[] = [];
  let failure: Error | undefined;
  let finished = false;
  let waiting: { resolve(step: IteratorResult<ExecutionResult, undefined>): void; reject(error: Error): void } | undefined;
  let unsubscribe = () => {};

  const finish = (error?: Error) => {
    if (finished) return;
    finished = true;
    failure = error;
    unsubscribe();
    release();
    if (!waiting) return;
    if (error) waiting.reject(error);
    else waiting.resolve({ done: true, value: undefined });
    waiting = undefined;
  };

  unsubscribe = client.subscribe(
    {
      query: request.query,
      operationName: request.operationName,
      variables: request.variables,
      extensions: {
        [fetchHeaders.requestId]: request.requestId,
        [fetchHeaders.traceparent]: `00-${request.traceId}-${request.traceId.slice(16)}-01`,
      },
    },
    {
      next(result) {
        if (finished) return;
        // The errors come as plain objects, which graphql-ws would choke on when it sends them to the client.
        const errors = result.errors?.map((error) => revived(error));
        if (errors && result.data === undefined) return finish(new StreamRefused(errors));
        const event: ExecutionResult = { ...(result.data === undefined ? {} : { data: result.data }), ...(errors ? { errors } : {}) };
        if (waiting) {
          waiting.resolve({ done: false, value: event });
          waiting = undefined;
        } else if (queue.length < queueMax) {
          queue.push(event);
        } else {
          finish(new StreamBehind(`${queueMax} events of ${settings.name} wait already`));
        }
      },
      error(error) {
        if (Array.isArray(error)) return finish(new StreamRefused(error.map((each: unknown) => revived(each))));
        finish(new StreamLost(`the connection to ${settings.name} was lost`, { cause: error }));
      },
      complete: () => finish(),
    },
  );

  return {
    async next() {
      const event = queue.shift();
      if (event) return { done: false, value: event };
      if (failure) throw failure;
      if (finished) return { done: true, value: undefined };
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
      });
    },
    return() {
      queue.length = 0;
      finish();
    },
  };
}

function revived(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const { message, path, extensions } = typeof error === 'object' && error !== null ? (error as Partial<GraphQLError>) : {};
  return new GraphQLError(typeof message === 'string' ? message : 'The subgraph refused.', {
    path: path ?? null,
    extensions: extensions ?? null,
  });
}
