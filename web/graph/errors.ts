import type { CombinedError } from 'urql';
import type { ProblemCode } from '../gql/graphql.ts';

/** A refusal as a mutation's payload says it: a sentence a technician can act on, and the input field it is about. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly path: readonly string[];
}

/** Codes of top-level errors (contract §4), without repeats. */
export function codesOf(error: CombinedError | undefined): ReadonlySet<string> {
  return new Set(
    (error?.graphQLErrors ?? []).flatMap(({ extensions }) => (typeof extensions['code'] === 'string' ? [extensions['code']] : [])),
  );
}

/** The number under which the gateway's log has what went wrong. */
export function traceIdOf(error: CombinedError | undefined): string | undefined {
  for (const { extensions } of error?.graphQLErrors ?? []) if (typeof extensions['traceId'] === 'string') return extensions['traceId'];
  return undefined;
}

/** True when nobody answered, or the gateway said that it cannot just now: the same request may succeed later. */
export function isUnreachable(error: CombinedError | undefined): boolean {
  if (!error) return false;
  if (error.networkError) return true;
  const codes = codesOf(error);
  return codes.has('UNAVAILABLE') || codes.has('TIMEOUT') || codes.has('RATE_LIMITED');
}

/** True when the gateway has no such document: this page is of another build than it. A fresh one is not. */
export function isOutdated(error: CombinedError | undefined): boolean {
  return error?.graphQLErrors.some(({ message }) => message.startsWith('Unknown document')) ?? false;
}

/** True when a mutation was answered with its payload: it was done or refused, whatever could not be read around it. */
export function hasPayload(data: unknown): boolean {
  return (
    typeof data === 'object' && data !== null && Object.values(data).some((payload) => typeof payload === 'object' && payload !== null)
  );
}

/** Problems of a mutation's payload, whichever field of the answer it is. */
export function problemsOf(data: unknown): readonly Problem[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.values(data).flatMap((payload: unknown) => {
    if (typeof payload !== 'object' || payload === null || !('problems' in payload) || !Array.isArray(payload.problems)) return [];
    return payload.problems.filter(isProblem);
  });
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'message' in value &&
    typeof value.message === 'string' &&
    'path' in value &&
    Array.isArray(value.path)
  );
}
