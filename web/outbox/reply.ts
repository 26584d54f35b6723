import type { OperationResult } from 'urql';
import { codesOf, hasPayload, isOutdated, isUnreachable, problemsOf, traceIdOf } from '../graph/errors.ts';
import { orderFields } from '../graph/shown.ts';
import type { OrderSeen } from './entry.ts';
import type { Reply } from './queue.ts';

/** Statuses of HTTP after which the same request may be taken. */
const passing: ReadonlySet<number> = new Set([401, 408, 425, 429]);

/** What an answer, or the want of one, means for the entry that was sent. */
export function replyOf({ data, error }: Pick<OperationResult, 'data' | 'error'>): Reply {
  const problems = problemsOf(data);
  const order = orderIn(data);
  if (problems.length > 0) return { kind: 'refused', problems, order };
  if (hasPayload(data)) return { kind: 'done', order };
  if (!error) return { kind: 'later', answered: false };
  const codes = codesOf(error);
  if (codes.has('UNAUTHENTICATED')) return { kind: 'noSession' };
  // The page that is loaded next knows the document by the hash that the gateway has.
  if (isOutdated(error)) return { kind: 'later', answered: true };
  const response: unknown = error.response;
  const status = response instanceof Response ? response.status : undefined;
  const message = error.graphQLErrors[0]?.message ?? error.message;
  const traceId = traceIdOf(error);
  if (error.networkError && status !== undefined && status >= 400 && status < 500 && !passing.has(status))
    return { kind: 'fault', final: true, message, traceId };
  if (isUnreachable(error)) return { kind: 'later', answered: error.graphQLErrors.length > 0 || (status !== undefined && status < 500) };
  return { kind: 'fault', final: !codes.has('INTERNAL'), message, traceId };
}

/** The order of a payload, as the entries behind it go on from it. */
export function orderIn(data: unknown): OrderSeen | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  for (const payload of Object.values(data) as readonly unknown[]) {
    if (typeof payload !== 'object' || payload === null || !('workOrder' in payload)) continue;
    const seen = seenOf(payload.workOrder);
    if (seen) return seen;
  }
  return undefined;
}

export function seenOf(order: unknown): OrderSeen | undefined {
  if (typeof order !== 'object' || order === null || !('version' in order) || typeof order.version !== 'number') return undefined;
  const fields = Object.entries(order).filter(([name]) => orderFields.some((field) => field === name));
  return { version: order.version, fields: Object.fromEntries(fields) };
}
