import type { Socket } from 'node:net';
import { PacketGuard } from './packet-guard.ts';

/** Payload that one connection may have waiting for the journal. One read of a socket brings up to 64 KiB more. */
const waitingBytesMax = 1024 * 1024;

/**
 * Stands between a socket and the broker's parser: too long packets are cut (see `PacketGuard`), and nothing more is read while
 * enough of the connection waits to be durable. The broker alone would not stop: it reads on as soon as a chunk held one packet.
 * What is not read stays in the kernel's buffers and slows the sender down.
 */
export class ConnectionGate {
  readonly #socket: Socket;
  readonly #guard = new PacketGuard();
  readonly #read: (size?: number) => unknown;
  #waitingBytes = 0;
  #held = false;
  #passedOver = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#read = socket.read.bind(socket);
    socket.read = (size?: number) => this.#next(size);
  }

  /** Says that so much of what was read waits now. */
  enter(bytes: number): void {
    this.#waitingBytes += bytes;
  }

  /** Says that so much waits no longer. */
  leave(bytes: number): void {
    this.#waitingBytes -= bytes;
    this.#wake();
  }

  /** Holds or frees the connection whatever waits: for a limit over all connections. */
  hold(held: boolean): void {
    this.#held = held;
    this.#wake();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #wake(): void {
    if (!this.#passedOver || this.#isClosed || this.#socket.destroyed) return;
    this.#passedOver = false;
    // The stream has said 'readable' already and says it again only after a read, which the gate did not let through.
    this.#socket.emit('readable');
  }

  get #isClosed(): boolean {
    return this.#held || this.#waitingBytes >= waitingBytesMax;
  }

  #next(size?: number): Buffer | null {
    if (this.#isClosed) {
      this.#passedOver = true;
      return null;
    }
    const chunk = this.#read(size);
    if (!Buffer.isBuffer(chunk)) return null;
    try {
      return this.#guard.filter(chunk);
    } catch (error) {
      this.#socket.destroy(error instanceof Error ? error : undefined);
      return null;
    }
  }
}
