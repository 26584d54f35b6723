import type { EdgeGateway, Point } from './gateway.ts';

/** Episodes of an inverter's overheating, one after the other in reading time: three hot samples raise, twelve cool ones clear. */
export class Episodes {
  readonly #gateway: EdgeGateway;
  readonly #asset: string;
  #t: number;

  /** @param fromMs Time of the first sample; every episode takes some 20 s of reading time, whatever the clock says. */
  constructor(gateway: EdgeGateway, asset: string, fromMs: number) {
    this.#gateway = gateway;
    this.#asset = asset;
    this.#t = fromMs;
  }

  async raise(value = 92): Promise<void> {
    await this.#gateway.send(this.#samples(3, value));
  }

  async clear(): Promise<void> {
    await this.#gateway.send(this.#samples(12, 60));
  }

  /** Raises and clears until a subscription that has just been asked for has been taken up, which the protocol does not say. */
  async until(heard: () => boolean, timeoutMs = 30_000): Promise<void> {
    const late = Date.now() + timeoutMs;
    for (;;) {
      await this.raise();
      const patience = Date.now() + 1_000;
      while (!heard() && Date.now() < patience) await new Promise((resolve) => setTimeout(resolve, 20));
      if (heard()) return;
      if (Date.now() > late) throw new Error('no raise was ever heard');
      await this.clear();
    }
  }

  #samples(count: number, value: number): Point[] {
    return Array.from({ length: count }, (_, step) => {
      this.#t += 1_000;
      return { asset: this.#asset, tag: `${this.#asset}.HeatsinkTemperature`, t: this.#t, v: value + step / 10 };
    });
  }
}
