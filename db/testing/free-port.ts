import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file per port and process that was given it: `21234.4711`. */
const folder = join(tmpdir(), `dcmms-test-ports-${process.getuid?.() ?? 0}`);

/**
 * A port of 127.0.0.1 that nobody listens on, from 20000 to 29999: below the range (32768 on) from which the kernel gives
 * ports to outgoing connections, one of which could take it before the server does. No other test is given it while this process
 * lives: an installation takes a quarter of a minute until the last of its parts listens.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (isClaimed(port) && (await isFree(port))) return port;
  }
  throw new Error('No free port was found between 20000 and 29999.');
}

/** True when it is this process's now, and nobody else's who lives. Two who take it at once both leave it. */
function isClaimed(port: number): boolean {
  const own = join(folder, `${port}.${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(own, '', { flag: 'wx' });
  } catch {
    return false;
  }
  for (const name of readdirSync(folder)) {
    const [other, pid] = name.split('.').map(Number);
    if (pid === undefined || pid === process.pid) continue;
    if (!isAlive(pid)) rmSync(join(folder, name), { force: true });
    else if (other === port) {
      rmSync(own, { force: true });
      return false;
    }
  }
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's, and there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
