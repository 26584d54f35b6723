export interface Counts {
  readonly sent: number;
  readonly acknowledged: number;
}

/** One line on standard error: on a terminal renewed every quarter of a second, else a new one every five. */
export class Progress {
  readonly #counts: () => Counts;
  readonly #timer: NodeJS.Timeout;
  #last: Counts & { atMs: number };

  constructor(counts: () => Counts) {
    this.#counts = counts;
    this.#last = { ...counts(), atMs: performance.now() };
    this.#timer = setInterval(() => this.#show(), process.stderr.isTTY ? 250 : 5_000);
  }

  end(): void {
    clearInterval(this.#timer);
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }

  #show(): void {
    const atMs = performance.now();
    const { sent, acknowledged } = this.#counts();
    const perSecond = ((sent - this.#last.sent) / (atMs - this.#last.atMs)) * 1_000;
    // Over five seconds, or the rate of a plant that is polled in turn would jump about.
    if (atMs - this.#last.atMs >= 5_000) this.#last = { sent, acknowledged, atMs };
    const text = `${Math.round(perSecond)} readings/s, ${sent} sent, ${acknowledged} acknowledged`;
    process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
  }
}
