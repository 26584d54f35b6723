import { GraphQLError, Kind } from 'graphql';
import type { ErrorCode } from './refusal.ts';

/**
 * The code of contract §4 for an error as graphql-js, Apollo or a resolver made it; `INTERNAL` for everything that nobody meant
 * to say.
 */
export function errorCode(error: GraphQLError): ErrorCode {
  let coercion = false;
  for (let each: unknown = error; each instanceof GraphQLError; each = each.originalError) {
    const code = codes.get(each.extensions['code']);
    if (code) return code;
    coercion ||= isCoercion(each);
  }
  return coercion ? 'BAD_USER_INPUT' : 'INTERNAL';
}

/** What an error was before anybody wrapped it: what a log should show. */
export function rootCause(error: unknown): unknown {
  if (error instanceof GraphQLError && error.originalError) return rootCause(error.originalError);
  return error;
}

const codes = new Map<unknown, ErrorCode>([
  ['UNAUTHENTICATED', 'UNAUTHENTICATED'],
  ['FORBIDDEN', 'FORBIDDEN'],
  ['BAD_USER_INPUT', 'BAD_USER_INPUT'],
  ['COST_LIMIT', 'COST_LIMIT'],
  ['RATE_LIMITED', 'RATE_LIMITED'],
  ['TIMEOUT', 'TIMEOUT'],
  ['UNAVAILABLE', 'UNAVAILABLE'],
  ['INTERNAL', 'INTERNAL'],
  ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED'],
  ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED'],
  // Apollo's names for what a caller got wrong about the request itself.
  ['BAD_REQUEST', 'BAD_USER_INPUT'],
  ['OPERATION_RESOLUTION_FAILURE', 'BAD_USER_INPUT'],
  ['PERSISTED_QUERY_NOT_FOUND', 'BAD_USER_INPUT'],
  ['PERSISTED_QUERY_NOT_SUPPORTED', 'BAD_USER_INPUT'],
]);

/**
 * Whether graphql-js refused an argument or a variable. Such an error carries no code; it is told from a fault by pointing at a
 * value or a variable of the document, where a resolver's error points at a field.
 */
function isCoercion(error: GraphQLError): boolean {
  const kind = error.nodes?.[0]?.kind;
  return kind !== undefined && kind !== Kind.FIELD;
}
