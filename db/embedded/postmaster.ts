import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identify, isCode, processesIn, runsIn, signal, waitUntilGone, type ProcessIdentity } from './processes.ts';

/** A postmaster that runs on a data folder. */
export interface Postmaster {
  readonly process: ProcessIdentity;
  readonly sockets: string;
  /** False while it starts, recovers or shuts down. */
  readonly ready: boolean;
}

/** How far the start of a process, as the kernel counts it, may lie from the time that the postmaster wrote down. */
const clockToleranceMs = 5_000;

/**
 * The postmaster that runs on the data folder, as its postmaster.pid tells; null when none does. The file outlives a
 * postmaster that was killed and its pid may since belong to another process, so the process must also be a postgres that
 * works in the data folder or, where that may not be seen, have started when the file says.
 */
export async function findPostmaster(data: string): Promise<Postmaster | null> {
  const file = await readPidFile(data);
  if (file === null) return null;
  const process = identify(file.pid);
  if (process === null) return null;
  const same = await runsIn(file.pid, data, 'postgres').catch(
    async () => Math.abs((await startedAtMs(process)) - file.startedAtMs) <= clockToleranceMs,
  );
  return same ? { process, sockets: file.sockets, ready: file.ready } : null;
}

/**
 * Clears what a dead postmaster left: backends that have not noticed its death and still hold the shared memory, and its two
 * lock files, which would keep the next one from starting when the pid in them has been given to another process of the same
 * user, or is still that of a zombie (a container without an init that reaps).
 */
export async function clearRemains(data: string, sockets: string): Promise<void> {
  const orphans = await processesIn(data, 'postgres');
  const left = await stillThere(orphans, 1_000);
  // A backend that is killed does what the crash of its postmaster did to it anyway; recovery replays the WAL.
  for (const orphan of left) signal(orphan, 'SIGQUIT');
  for (const orphan of await stillThere(left, 2_000)) signal(orphan, 'SIGKILL');
  await stillThere(left, 5_000);
  for (const file of [join(data, 'postmaster.pid'), join(sockets, '.s.PGSQL.5432.lock'), join(sockets, '.s.PGSQL.5432')])
    await rm(file, { force: true });
}

async function stillThere(processes: readonly ProcessIdentity[], timeoutMs: number): Promise<readonly ProcessIdentity[]> {
  const gone = await Promise.all(processes.map((process) => waitUntilGone(process, timeoutMs)));
  return processes.filter((_, index) => gone[index] === false);
}

interface PidFile {
  readonly pid: number;
  readonly startedAtMs: number;
  readonly sockets: string;
  readonly ready: boolean;
}

/** Lines of postmaster.pid: 1 pid, 2 data folder, 3 start (epoch, s), 4 port, 5 socket folder, 6 address, 7 shared memory, 8 status. */
async function readPidFile(data: string): Promise<PidFile | null> {
  let text: string;
  try {
    text = await readFile(join(data, 'postmaster.pid'), 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  // A negative pid is a server in single-user mode.
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, startedAtMs: Number(lines[2]) * 1_000, sockets: lines[4] ?? '', ready: lines[7]?.trim() === 'ready' };
}

/** When a process started, by the host's clock. */
async function startedAtMs(process: ProcessIdentity): Promise<number> {
  const boot = /^btime (\d+)$/m.exec(await readFile('/proc/stat', 'utf8'))?.[1];
  // USER_HZ is 100 on every Linux that Node runs on.
  return Number(boot) * 1_000 + Number(process.startTicks) * 10;
}
