import { follow } from '@dcmms/runtime/answer.ts';
import type { Subgraph } from '@dcmms/runtime/subgraph.ts';
import { StreamLost, StreamRefused, type SubscriptionSource } from './source.ts';

/** Events of a subgraph in this process: read at the hub's pace, so nothing queues up between them. */
export function localSource(subgraph: Subgraph): SubscriptionSource {
  return {
    async open({ query, operationName, variables, viewer, requestId, traceId }) {
      const life = new AbortController();
      const events = await follow(subgraph, { query, operationName, variables }, viewer, { requestId, traceId, signal: life.signal });
      if (!(Symbol.asyncIterator in events)) throw new StreamRefused(events.errors ?? []);
      return {
        async next() {
          try {
            const step = await events.next();
            return step.done ? { done: true, value: undefined } : step;
          } catch (error) {
            throw new StreamLost(`the events of ${subgraph.name} broke off`, { cause: error });
          }
        },
        return: () => life.abort(),
      };
    },
  };
}
