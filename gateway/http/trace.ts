import { AsyncLocalStorage } from 'node:async_hooks';
import { newTraceId } from '../request.ts';

/** The trace id of the request that is being answered: Apollo Server formats errors without saying whose they are. */
const current = new AsyncLocalStorage<string>();

export function withTrace<Result>(traceId: string, run: () => Result): Result {
  return current.run(traceId, run);
}

export function currentTraceId(): string {
  return current.getStore() ?? newTraceId();
}

/** The caller's own trace id (W3C `traceparent`), else a new one. */
export function traceIdOf(traceparent: string | string[] | undefined): string {
  const match = typeof traceparent === 'string' ? /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent) : null;
  const traceId = match?.[1];
  return traceId !== undefined && !/^0+$/.test(traceId) ? traceId : newTraceId();
}
