import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { faultKinds, type Fault } from './fault.ts';

const fileSchema = z.object({
  faults: z.array(z.object({ kind: z.enum(faultKinds), asset: z.string(), fromMs: z.number(), untilMs: z.number() })),
});

/** A fault that ended longer ago shows nowhere any more. */
const keptMs = 3_600_000;

/**
 * The faults of an installation's plant, in `$DCMMS_HOME/plant.json`: one list for the plant that `npm start` runs and for
 * `npm run plant` beside it. Both send the same inverter; were it hot in one and cool in the other, no rule could ever be met.
 */
export class FaultFile {
  readonly #path: string;
  #stamp: string | undefined;
  #faults: readonly Fault[] = [];

  constructor(home: string) {
    this.#path = join(home, 'plant.json');
  }

  get faults(): readonly Fault[] {
    return this.#faults;
  }

  /** Takes in what was written since. @returns What is wrong with the file, if something is; the known faults stay then. */
  refresh(nowMs = Date.now()): string | undefined {
    try {
      const stat = statSync(this.#path, { throwIfNoEntry: false });
      const stamp = stat === undefined ? undefined : `${stat.ino}/${stat.mtimeMs}`;
      if (stamp !== this.#stamp) {
        this.#faults = stamp === undefined ? [] : fileSchema.parse(JSON.parse(readFileSync(this.#path, 'utf8'))).faults;
        this.#stamp = stamp;
      }
      if (this.#faults.some((fault) => isOver(fault, nowMs))) this.#faults = this.#faults.filter((fault) => !isOver(fault, nowMs));
      return undefined;
    } catch (error) {
      return `${this.#path} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  add(fault: Fault): void {
    this.refresh(fault.fromMs);
    const fresh = `${this.#path}.${process.pid}`;
    writeFileSync(fresh, `${JSON.stringify({ faults: [...this.#faults, fault] })}\n`, { mode: 0o600 });
    renameSync(fresh, this.#path);
    this.refresh(fault.fromMs);
  }
}

function isOver({ untilMs }: Fault, nowMs: number): boolean {
  return untilMs + keptMs < nowMs;
}
