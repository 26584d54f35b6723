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
  readonly #waiting = new Set<() => void>();

  constructor(socket: WebSocket) {
    this.#socket = socket;
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
    this.#socket.send(message, () => {
      if (this.#waiting.size > 0 && this.ready) this.#wakeAll();
    });
  }

  #wakeAll(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }
}
