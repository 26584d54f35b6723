import type { Client } from 'graphql-ws';
import { refetchAll, refetchFailed } from './active.ts';
import { backoffMs, waitOrOnline } from './backoff.ts';
import { connectionBecame, connectionNow, messageArrived } from './use-connection.ts';
import { askSession, session } from './session.ts';

/** How often the socket is asked whether it is still there, and how long it may take to answer, in ms. */
const pulse = { everyMs: 10_000, answerMsMax: 5_000 } as const;
/** Close codes that say that the session is over (contract §4). */
const noSession: ReadonlySet<number> = new Set([4401, 4403]);

/** What a subscription needs of the library's client. */
export type Socket = Pick<Client, 'subscribe'>;

let client: Client | undefined;
let opening: Promise<Client> | undefined;

/**
 * The page's one socket, opened by its first subscription and kept for ever, with a heartbeat. Its library comes beside what is first
 * seen: nothing but events waits for it.
 */
export function socket(): Socket {
  return client ?? { subscribe: subscribeLater };
}

const subscribeLater: Socket['subscribe'] = (payload, sink) => {
  let stop: (() => void) | undefined;
  let over = false;
  opening ??= open();
  opening.then(
    (opened) => {
      client = opened;
      if (!over) stop = opened.subscribe(payload, sink);
    },
    (error: unknown) => {
      // Whoever follows asks again, and by then it may be had.
      opening = undefined;
      if (!over) sink.error(error);
    },
  );
  return () => {
    over = true;
    stop?.();
  };
};

async function open(): Promise<Client> {
  connectionBecame('connecting');
  const { createClient } = await import('graphql-ws');
  let unanswered: ReturnType<typeof setTimeout> | undefined;
  let wasLive = false;
  const made = createClient({
    url: () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    lazy: true,
    // From one page to the next the socket stays.
    lazyCloseTimeout: 5_000,
    keepAlive: pulse.everyMs,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: (tries) => waitOrOnline(backoffMs(tries, { firstMs: 300, mostMs: 5_000 })),
    shouldRetry: (event) => !endsSession(event),
    on: {
      connecting: () => {
        if (!wasLive || connectionNow().state === 'idle') connectionBecame('connecting');
      },
      connected: () => {
        connectionBecame('live');
        messageArrived();
        // What was missed is asked again; on the first time only what failed before there was a gateway.
        if (wasLive) refetchAll();
        else refetchFailed();
        wasLive = true;
        if (session.get().state !== 'live') void askSession();
      },
      message: messageArrived,
      ping: (received) => {
        if (received) return;
        // A connection that was cut without a word shows only by silence.
        unanswered = setTimeout(() => made.terminate(), pulse.answerMsMax);
      },
      pong: (received) => {
        if (received) clearTimeout(unanswered);
      },
      closed: (event) => {
        clearTimeout(unanswered);
        // Closed here, for want of anything to hear.
        if (isClose(event) && event.code === 1000) connectionBecame('idle');
        else connectionBecame(wasLive ? 'lost' : 'connecting');
      },
    },
  });
  return made;
}

export function endsSession(event: unknown): boolean {
  return isClose(event) && noSession.has(event.code);
}

function isClose(event: unknown): event is { readonly code: number } {
  return typeof event === 'object' && event !== null && 'code' in event && typeof event.code === 'number';
}
