import type { FormattedExecutionResult } from 'graphql-ws';
import { refetchAll } from './active.ts';
import { backoffMs, waitOrOnline } from './backoff.ts';
import { askSession, whenLive } from './session.ts';
import { endsSession, type Socket } from './socket.ts';

export interface FeedRequest {
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

export interface FeedSink {
  next(result: FormattedExecutionResult<Record<string, unknown>, unknown>): void;
  /** The gateway will not serve it: no permission, no such document. */
  refused(errors: readonly unknown[]): void;
}

/**
 * A subscription that ends only when it is told to. Whatever breaks, it is asked again, `after` the last cursor it has seen, so that
 * nothing is missed and nothing comes twice; a cursor that the gateway no longer has is given up, and what is on the screen is read
 * anew instead. Returns what ends it.
 */
export function follow(client: Socket, request: FeedRequest, sink: FeedSink, wait = waitAWhile): () => void {
  let over = false;
  let after: string | undefined;
  let tries = 0;
  let stop = () => {};

  // Read whenever it is sent, and graphql-ws sends it again by itself when it has reconnected.
  const payload = {
    operationName: request.operationName,
    get variables() {
      return after === undefined ? request.variables : { ...request.variables, after };
    },
    extensions: { persistedQuery: { version: 1, sha256Hash: request.hash } },
    // Sessions are served by hash alone; graphql-ws insists on a text at both ends, and the gateway takes an empty one as none.
    query: '',
  };

  const again = async () => {
    await wait(tries++);
    if (!over) start();
  };

  /** Goes on when the person has signed in again; at once when the session is good and only this socket's time was up. */
  const ended = async () => {
    const { state } = await askSession();
    if (over) return;
    if (state === 'ended') stop = whenLive(() => start());
    else await again();
  };

  const start = () => {
    stop = client.subscribe(payload, {
      next: (result) => {
        if (over) return;
        tries = 0;
        after = cursorOf(result.data) ?? after;
        sink.next(result);
      },
      error: (error) => {
        if (over) return;
        if (endsSession(error)) return void ended();
        if (!Array.isArray(error)) return void again();
        const codes = new Set(error.map(codeOf));
        if (codes.has('UNAUTHENTICATED')) return void ended();
        if (codes.has('BAD_USER_INPUT') && after !== undefined) {
          after = undefined;
          refetchAll();
          return void again();
        }
        if (codes.has('FORBIDDEN') || codes.has('BAD_USER_INPUT') || codes.has('GRAPHQL_VALIDATION_FAILED')) return sink.refused(error);
        void again();
      },
      // The gateway ends a stream when it goes down.
      complete: () => void (over || again()),
    });
  };

  start();
  return () => {
    over = true;
    stop();
  };
}

function waitAWhile(tries: number): Promise<void> {
  return waitOrOnline(backoffMs(tries));
}

function cursorOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  for (const field of Object.values(data) as readonly unknown[])
    if (typeof field === 'object' && field !== null && 'cursor' in field && typeof field.cursor === 'string') return field.cursor;
  return undefined;
}

function codeOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('extensions' in error)) return undefined;
  const { extensions } = error;
  return typeof extensions === 'object' && extensions !== null && 'code' in extensions ? extensions.code : undefined;
}
