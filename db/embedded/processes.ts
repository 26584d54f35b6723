import { readFileSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A process told apart from a later one that got the same pid: `startTicks` is its start in clock ticks since boot,
 * which no change of the clock moves (proc(5), field 22 of /proc/PID/stat).
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: string;
}

/** How a supervised server ended; both are null when it was no child of ours, so that nobody could tell. */
export interface ServerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** True when it ended because `stop()` was called. */
  readonly wanted: boolean;
}

/** The process that has this pid now; null when there is none or only a zombie that its parent has not reaped. */
export function identify(pid: number): ProcessIdentity | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // The second field is the name in brackets and may itself hold brackets and spaces.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTicks = fields[18];
  return startTicks === undefined || state === 'Z' || state === 'X' ? null : { pid, startTicks };
}

export function isAlive(process: ProcessIdentity): boolean {
  return identify(process.pid)?.startTicks === process.startTicks;
}

/** Sends a signal unless the process is gone already. */
export function signal(target: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isAlive(target)) return;
  try {
    process.kill(target.pid, name);
  } catch (error) {
    if (!isCode(error, 'ESRCH')) throw error;
  }
}

/** Resolves to true as soon as the process is gone, to false when it is still there after `timeoutMs`. */
export async function waitUntilGone(target: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isAlive(target)) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

/** The processes that run the program called `program` with `folder` as their working folder, as far as this user may see. */
export async function processesIn(folder: string, program: string): Promise<readonly ProcessIdentity[]> {
  return findProcesses((pid) => runsIn(pid, folder, program));
}

/** Whether a process runs `program` in `folder`; throws when this user may not see that. */
export async function runsIn(pid: number, folder: string, program: string): Promise<boolean> {
  const [cwd, executable] = await Promise.all([readlink(`/proc/${pid}/cwd`), readlink(`/proc/${pid}/exe`)]);
  // The kernel marks a program whose file has been replaced since.
  return cwd === folder && basename(executable.replace(/ \(deleted\)$/, '')) === program;
}

/** The processes whose argument list satisfies `matches`. */
export async function processesWithArguments(matches: (args: readonly string[]) => boolean): Promise<readonly ProcessIdentity[]> {
  return findProcesses(async (pid) => matches((await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')));
}

async function findProcesses(matches: (pid: number) => Promise<boolean>): Promise<readonly ProcessIdentity[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      // Read before the match, so that a pid that changes hands in between does not count.
      const identity = identify(pid);
      if (identity === null || !(await matches(pid).catch(() => false))) return null;
      return isAlive(identity) ? identity : null;
    }),
  );
  return found.filter((identity) => identity !== null);
}

export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}
