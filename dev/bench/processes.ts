import { readFileSync, readdirSync } from 'node:fs';

const ticksPerSecond = 100;

/** CPU seconds (user and system, ended threads included) that a process has used since its start; 0 when it is gone. */
export function cpuSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold blanks: fields are counted from behind it (proc(5): utime is 14, stime 15).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return 0;
  }
}

/** Memory that a process keeps in RAM, in bytes, counted as its share where pages are shared (PSS). */
export function residentBytes(pid: number): number {
  try {
    const match = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return Number(match?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** A process and all its descendants: the backends of a postmaster, the workers of a server. */
export function family(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // It has ended meanwhile.
    }
  }
  const found = [pid];
  for (const known of found) found.push(...(children.get(known) ?? []));
  return found;
}

/**
 * CPU seconds used between two calls by each named process with its descendants. What a descendant used that ended in between
 * is missing, so the figures are a lower bound for servers that start a process per connection.
 */
export class CpuMeter {
  readonly #pids: Readonly<Record<string, number>>;
  readonly #start: ReadonlyMap<number, number>;
  readonly #startedMs = performance.now();

  constructor(pids: Readonly<Record<string, number>>) {
    this.#pids = pids;
    this.#start = new Map(Object.values(pids).flatMap((pid) => family(pid).map((member) => [member, cpuSeconds(member)] as const)));
  }

  /** Cores (CPU seconds per second) of each part since the start. */
  read(): Record<string, number> {
    const seconds = (performance.now() - this.#startedMs) / 1000;
    return Object.fromEntries(
      Object.entries(this.#pids).map(([name, pid]) => {
        const used = family(pid).reduce((sum, member) => sum + cpuSeconds(member) - (this.#start.get(member) ?? 0), 0);
        return [name, Number((used / seconds).toFixed(3))];
      }),
    );
  }
}
