import { badInput } from '@dcmms/runtime/refusal.ts';

interface Kept<Event> {
  readonly cursor: string;
  readonly event: Event;
}

/** Events with cursors that any number of streams follow, each from its own place: what the outbox is to a real subgraph. */
export class Feed<Event> {
  readonly #events: Kept<Event>[] = [];
  readonly #waiting = new Set<() => void>();
  #broken = 0;
  /** Streams that are open now, and all that ever were. */
  open = 0;
  opened = 0;

  emit(event: Event): string {
    const cursor = `c${this.#events.length + 1}`;
    this.#events.push({ cursor, event });
    this.#wake();
    return cursor;
  }

  /** All streams fail, as when a connection breaks. */
  break(): void {
    this.#broken += 1;
    this.#wake();
  }

  follow(after: string | null | undefined): AsyncIterableIterator<Kept<Event>> {
    let position = this.#events.length;
    if (after !== null && after !== undefined) {
      position = this.#events.findIndex((kept) => kept.cursor === after) + 1;
      if (position === 0 && after !== 'c0') throw badInput('`after` is not a cursor of this feed.');
    }
    const broken = this.#broken;
    let done = false;
    let wake = () => {};
    this.open += 1;
    this.opened += 1;
    const end = () => {
      if (done) return;
      done = true;
      this.open -= 1;
      wake();
    };
    const stream: AsyncIterableIterator<Kept<Event>> = {
      next: async () => {
        for (;;) {
          if (done) return { done: true, value: undefined };
          if (this.#broken !== broken) {
            end();
            throw new Error('the feed broke');
          }
          const kept = this.#events[position];
          if (kept) {
            position += 1;
            return { done: false, value: kept };
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
            this.#waiting.add(resolve);
          });
          this.#waiting.delete(wake);
        }
      },
      return: async () => {
        end();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]: () => stream,
    };
    return stream;
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }
}
