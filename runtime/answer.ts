import { createSourceEventStream, execute, parse, type DocumentNode, type ExecutionResult } from 'graphql';
import { Lru } from './lru.ts';
import type { RequestScope, Subgraph, SubgraphContext } from './subgraph.ts';
import type { Viewer } from './viewer.ts';

/** One fetch as the gateway's planner wrote it. */
export interface Fetch {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Answers a query or mutation of the planner from a subgraph's schema. Each text is parsed once; it is not validated again, for
 * it comes from the gateway alone.
 */
export function answer(subgraph: Subgraph, fetch: Fetch, context: SubgraphContext): ExecutionResult | Promise<ExecutionResult> {
  return execute({
    schema: subgraph.schema,
    document: parsed(fetch.query),
    contextValue: context,
    variableValues: fetch.variables,
    operationName: fetch.operationName,
  });
}

/**
 * Opens a subscription of the planner on a subgraph's schema.
 *
 * Each event is executed in a context of its own: what hangs on an event is read when it is delivered, so loaders must not
 * remember the event before (graphql-js `subscribe()` would hand every event the same context).
 *
 * @param scope Its signal ends the stream at once; the resolvers get one that also aborts when the stream is returned.
 * @returns A result with errors when the subgraph refuses; else a stream whose `return()` does not wait for one more event.
 */
export async function follow(
  subgraph: Subgraph,
  fetch: Fetch,
  viewer: Viewer,
  scope: RequestScope,
): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  const args = {
    schema: subgraph.schema,
    document: parsed(fetch.query),
    variableValues: fetch.variables,
    operationName: fetch.operationName,
  };
  const life = new AbortController();
  const streamScope = { ...scope, signal: life.signal };
  const events = await createSourceEventStream({ ...args, contextValue: subgraph.context(viewer, streamScope) });
  if (!(Symbol.asyncIterator in events)) return events;
  const source = events[Symbol.asyncIterator]();
  const over = { done: true, value: undefined } as const;
  let ended = false;
  let wake = () => {};
  const end = () => {
    if (ended) return;
    ended = true;
    wake();
    life.abort();
    scope.signal.removeEventListener('abort', end);
    // Not awaited: a generator's return() waits for its pending next().
    void Promise.resolve(source.return?.()).catch(() => undefined);
  };
  scope.signal.addEventListener('abort', end, { once: true });
  if (scope.signal.aborted) end();
  const stream: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      if (ended) return over;
      const event = await new Promise<IteratorResult<unknown>>((resolve, reject) => {
        // One closure that is replaced, not a race against a promise of the stream's whole life: that would keep a reaction per event.
        wake = () => resolve(over);
        source.next().then(resolve, reject);
      });
      if (ended || event.done) return over;
      return {
        done: false,
        value: await execute({ ...args, rootValue: event.value, contextValue: subgraph.context(viewer, streamScope) }),
      };
    },
    async return() {
      end();
      return over;
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}

const documents = new Lru<string, DocumentNode>(1_000);

/** The document of a text that the planner wrote, parsed once. */
export function parsed(text: string): DocumentNode {
  return documents.getOr(text, () => parse(text, { noLocation: true }));
}
