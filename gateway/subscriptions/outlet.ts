import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Delivery } from './completion.ts';
import type { Outlet } from './mailbox.ts';

/** Unsent bytes above which a socket counts as slow; the kernel's own buffers come on top. */
const unsentBytesMax = 256 * 1024;

/**
 * One client's socket as its subscriptions write to it. Messages are put together here and not by graphql-ws, so that an event which
 * many clients get is written as JSON once.
 */
export class SocketWriter {
  readonly #socket: WebSocket;
  readonly #connection: Socket;
  readonly #waiting = new Set<() => void>();
  #corked = false;

  /** @param connection What the socket writes to. */
  constructor(socket: WebSocket, connection: Socket) {
    this.#socket = socket;
    this.#connection = connection;
    socket.once('close', () => this.#wakeAll());
  }

  /** A closed socket takes everything: what is still written to it is lost anyway. */
  get ready(): boolean {
    return this.#socket.bufferedAmount < unsentBytesMax || this.#socket.readyState !== this.#socket.OPEN;
  }

  /** The outlet of one subscription, by the id that the client gave it. */
  outlet(id: string): Outlet {
    const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
    const isReady = () => this.ready;
    return {
      get ready() {
        return isReady();
      },
      send: (delivery: Delivery) => this.#write(`${head}${delivery.json}}`),
      onceReady: (wake) => {
        this.#waiting.add(wake);
      },
    };
  }

  #write(message: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    // Events of a burst that are completed in one turn of the loop leave in one system call, which is a third of what they cost.
    if (!this.#corked) {
      this.#corked = true;
      this.#connection.cork();
      setImmediate(this.#uncork);
    }
    this.#socket.send(message, () => {
      if (this.#waiting.size > 0 && this.ready) this.#wakeAll();
    });
  }

  readonly #uncork = (): void => {
    this.#corked = false;
    this.#connection.uncork();
  };

  #wakeAll(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }
}
