import { createHash } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCode } from './processes.ts';

/** How long a process that was killed may take to let go of what it held. */
const dyingMsMax = 3_000;

/** A lock among the processes of this machine. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock called `name`, or answers with the pid of whoever holds it (0 when it does not say).
 *
 * The lock is a listening socket in Linux's abstract namespace (unix(7)): the kernel gives a name to one process only and
 * frees it when that process dies, however it dies, so there is no stale lock to judge. Its holder tells its pid to callers.
 */
export async function takeLock(name: string): Promise<Lock | { readonly heldBy: number }> {
  const path = `\0dcmms-${createHash('sha256').update(name).digest('hex').slice(0, 40)}`;
  const deadline = performance.now() + dyingMsMax;
  for (;;) {
    const lock = await listen(path);
    if (lock !== null) return lock;
    const heldBy = await askHolder(path);
    // One that does not answer may be about to die, as after a kill.
    if (heldBy !== 0 || performance.now() > deadline) return { heldBy };
    await sleep(50);
  }
}

/** Waits for the lock up to `timeoutMs` and throws when somebody still holds it then. */
export async function waitForLock(name: string, timeoutMs: number): Promise<Lock> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const lock = await takeLock(name);
    if ('release' in lock) return lock;
    if (performance.now() > deadline) throw new Error(`Process ${lock.heldBy} holds the lock '${name}' for more than ${timeoutMs} ms.`);
    await sleep(100);
  }
}

async function listen(path: string): Promise<Lock | null> {
  const server = createServer((caller) => {
    caller.on('error', () => undefined);
    caller.end(String(process.pid));
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ path }, resolve);
    });
  } catch (error) {
    if (isCode(error, 'EADDRINUSE')) return null;
    throw error;
  }
  server.unref();
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function askHolder(path: string): Promise<number> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ path });
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.on('error', () => resolve(0));
    socket.on('close', () => resolve(Number(answer) || 0));
  });
}
