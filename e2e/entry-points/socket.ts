import { WebSocket } from 'ws';

/** How a connection ended: refused at the upgrade with an HTTP status, or closed with a code of the protocol. */
export type SocketEnd = { readonly refused: number } | { readonly closed: number };

/** What a socket said until it ended, or until the first message that `enough` accepts. */
export interface Heard {
  readonly messages: readonly Record<string, unknown>[];
  readonly end: SocketEnd | undefined;
}

export interface SpeakOptions {
  readonly headers?: Record<string, string>;
  readonly enough?: (message: Record<string, unknown>) => boolean;
  readonly timeoutMs?: number;
}

/**
 * Opens a socket as a client of graphql-transport-ws, says what it is told to say, and listens.
 *
 * @param enough Ends the listening, and the socket, at the message it accepts; without it the other side has to end it.
 */
export function speak(url: string, say: readonly (string | Record<string, unknown>)[], options: SpeakOptions = {}): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws', { headers: options.headers ?? {} });
    const messages: Record<string, unknown>[] = [];
    const late = setTimeout(() => {
      socket.terminate();
      reject(new Error(`The socket was neither answered nor ended: ${JSON.stringify(messages)}`));
    }, options.timeoutMs ?? 20_000);
    const end = (how: SocketEnd | undefined) => {
      clearTimeout(late);
      resolve({ messages, end: how });
    };
    const unsaid = [...say];
    const speakOn = () => {
      for (let message = unsaid.shift(); message !== undefined; message = unsaid.shift()) {
        socket.send(typeof message === 'string' ? message : JSON.stringify(message));
        // What follows the introduction waits for its answer, as the protocol demands.
        if (typeof message === 'object' && message['type'] === 'connection_init') return;
      }
    };
    socket.on('open', speakOn);
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Record<string, unknown>;
      messages.push(message);
      if (message['type'] === 'connection_ack') speakOn();
      if (!options.enough?.(message)) return;
      end(undefined);
      socket.terminate();
    });
    socket.on('unexpected-response', (_request, response) => {
      end({ refused: response.statusCode ?? 0 });
      socket.terminate();
    });
    socket.on('close', (code) => end({ closed: code }));
    socket.on('error', () => undefined);
  });
}

/** The messages that begin a connection and one subscription. */
export function subscribing(token: string | undefined, query: string, variables: Record<string, unknown> = {}): Record<string, unknown>[] {
  return [
    { type: 'connection_init', payload: token === undefined ? {} : { authorization: `Bearer ${token}` } },
    { id: '1', type: 'subscribe', payload: { query, variables } },
  ];
}
