import type { TypedDocumentNode } from 'urql';
import { hashOf, operationNameOf } from '../../graph/document.ts';
import { sessionEnded } from '../../graph/session.ts';

/** Why readings could not be had. */
export class AskError extends Error {
  readonly code: string;
  /** Under which the gateway's log has it. */
  readonly traceId: string | undefined;

  constructor(code: string, traceId?: string) {
    super(code);
    this.code = code;
    this.traceId = traceId;
  }
}

/**
 * Asks the graph beside the cache of rows: readings are many, belong to one chart alone and would be kept there for as long as the
 * page is open. The session's cookie goes along.
 *
 * @throws AskError with the graph's code, or UNREACHABLE
 */
export async function ask<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Data> {
  const body = {
    operationName: operationNameOf(document),
    variables,
    extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(document) } },
  };
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' },
    body: JSON.stringify(body),
    signal,
  }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new AskError('UNREACHABLE');
  });
  const answer = (await response.json().catch(() => null)) as Answer<Data> | null;
  const [error] = answer?.errors ?? [];
  if (error) {
    const code = error.extensions?.code ?? 'INTERNAL';
    if (code === 'UNAUTHENTICATED') sessionEnded();
    throw new AskError(code, error.extensions?.traceId);
  }
  if (!answer?.data) throw new AskError('UNREACHABLE');
  return answer.data;
}

/** The gateway's contract (§4): `data`, or `errors` with a code. */
interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string; readonly traceId?: string } }[];
}
