import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { errorCode, rootCause } from '@dcmms/runtime/error-code.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import type { ErrorCode } from '@dcmms/runtime/refusal.ts';

/**
 * An error as a client may see it: a code of the closed list (contract §4), a sentence, the path, and the trace id to quote.
 * What is behind an `INTERNAL` is logged here, once, and shown to nobody.
 */
export function mask(error: unknown, traceId: string, log: Log): GraphQLFormattedError {
  const graphqlError =
    error instanceof GraphQLError
      ? error
      : new GraphQLError('fault', { originalError: error instanceof Error ? error : new Error(String(error)) });
  const code = errorCode(graphqlError);
  if (code === 'INTERNAL') log.error({ err: rootCause(graphqlError), traceId, path: graphqlError.path }, 'a request met a fault');
  else if (code === 'UNAVAILABLE' || code === 'TIMEOUT')
    log.warn({ err: causeOf(graphqlError), traceId, path: graphqlError.path }, graphqlError.message);
  return formatted(
    code,
    code === 'INTERNAL' ? `Something went wrong on our side. Quote ${traceId} when you ask about it.` : graphqlError.message,
    traceId,
    graphqlError,
  );
}

/** A refusal that has no error object behind it. */
export function refusal(code: ErrorCode, message: string, traceId: string): { errors: GraphQLFormattedError[] } {
  return { errors: [formatted(code, message, traceId)] };
}

function formatted(code: ErrorCode, message: string, traceId: string, error?: GraphQLError): GraphQLFormattedError {
  return {
    message,
    // Where in the client's own document; a subgraph's places would mean nothing to them.
    ...(error?.locations && !error.path ? { locations: error.locations } : {}),
    ...(error?.path ? { path: error.path } : {}),
    extensions: { code, traceId },
  };
}

function causeOf(error: GraphQLError): unknown {
  const root = rootCause(error);
  return root instanceof Error ? (root.cause ?? root) : root;
}
