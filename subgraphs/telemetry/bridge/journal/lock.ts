import { createHash } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Makes sure that one process alone writes to a folder. A listening socket, because the kernel takes it back from a process that
 * was killed, where a file with a pid would stay and the pid be given to somebody else.
 *
 * @param waitMs How long to wait for another holder that is just ending.
 */
export async function lockFolder(folder: string, waitMs: number): Promise<{ release(): Promise<void> }> {
  // In the folder of temporary files: a socket's path may have 107 bytes at most.
  const path = join(tmpdir(), `dcmms-journal-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 24)}.sock`);
  const deadline = Date.now() + waitMs;
  for (;;) {
    const server = await listen(path);
    if (server) return { release: () => new Promise((done) => server.close(() => done())) };
    if (await answers(path)) {
      if (Date.now() >= deadline) throw new Error(`another process writes to the journal in ${folder}; stop it first`);
      await delay(100);
    } else {
      await unlink(path).catch(() => undefined);
    }
  }
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? done(undefined) : fail(error)));
    server.listen(path, () => {
      server.unref();
      done(server);
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
