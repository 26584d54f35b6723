import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import { answer } from '@dcmms/runtime/answer.ts';
import { graphqlError } from '@dcmms/runtime/refusal.ts';
import type { Subgraph } from '@dcmms/runtime/subgraph.ts';
import { requestOf } from '../request.ts';
import { localSource } from '../subscriptions/local-source.ts';
import { failedFetch } from './failed-fetch.ts';
import type { Service } from './service.ts';

type Answer = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** A subgraph in this process: each fetch is parsed once and executed on the schema, without validation and without a wire. */
export function localService(subgraph: Subgraph): Service {
  return {
    name: subgraph.name,
    fetches: { process: ({ request, context }) => fetchLocally(subgraph, request, context) },
    events: localSource(subgraph),
    ready: () => subgraph.ready(),
    close: () => subgraph.close(),
  };
}

async function fetchLocally(
  subgraph: Subgraph,
  request: { query?: string; operationName?: string; variables?: Record<string, unknown> },
  context: unknown,
): Promise<Answer> {
  const asked = requestOf(context);
  const { query = '', operationName, variables } = request;
  const { signal } = asked.scope;
  if (signal.aborted) return failedFetch(query, variables, reasonOf(signal));
  const result = answer(subgraph, { query, operationName, variables }, asked.contextOf(subgraph));
  if (!(result instanceof Promise)) return shaped(result);
  // graphql-js 16 cannot be aborted: the answer is given up, the operation's own signal ends its statements.
  const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<Answer>();
  const abort = () => giveUp(failedFetch(query, variables, reasonOf(signal)));
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([result.then(shaped), givenUp]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** The errors stay the objects they are (their type alone differs, by an optional `locations`): the mask logs what is behind them. */
function shaped(result: ExecutionResult): Answer {
  return { data: result.data ?? null, ...(result.errors ? { errors: result.errors as readonly GraphQLFormattedError[] } : {}) };
}

function reasonOf(signal: AbortSignal): GraphQLError {
  const reason: unknown = signal.reason;
  return reason instanceof GraphQLError ? reason : graphqlError('UNAVAILABLE', 'The request was given up.');
}
