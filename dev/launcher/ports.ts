import { createServer } from 'node:net';
import type { Launch } from './part.ts';

export interface WantedPort {
  /** What listens there, for the sentence. */
  readonly part: string;
  readonly port: number;
  /** The variable that moves it. */
  readonly variable: string;
}

/** One sentence for every port that somebody else holds. */
export async function takenPorts(wanted: readonly WantedPort[]): Promise<string[]> {
  const taken = await Promise.all(wanted.map(async (want) => ((await isFree(want.port)) ? undefined : want)));
  return taken.flatMap((want) =>
    want
      ? [
          `Port ${want.port}, which ${want.part} needs, is taken by another program: end that program, or set ${want.variable} to a free port.`,
        ]
      : [],
  );
}

/** Somebody may take a port between the moment it is found free and the one in which the service listens. */
const attemptsMax = 5;

/**
 * A launch on a port that the first one finds and every later one keeps, for a service whose address others are told once.
 *
 * @param on The launch on a port; it fails with EADDRINUSE in its message when the port is taken.
 */
export function onServicePort(on: (port: number) => Launch): Launch {
  let kept: number | undefined;
  return async (unwanted) => {
    for (let attempt = 1; ; attempt += 1) {
      const port = kept ?? (await servicePort());
      try {
        const running = await on(port)(unwanted);
        kept = port;
        return running;
      } catch (error) {
        const isTaken = error instanceof Error && error.message.includes('EADDRINUSE');
        if (!isTaken || kept !== undefined || attempt === attemptsMax) throw error;
      }
    }
  };
}

/**
 * A free port below the range (32768 on) from which the kernel gives ports to outgoing connections, so that it is still free when a
 * service is started again.
 */
async function servicePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (await isFree(port)) return port;
  }
  throw new Error('No free port was found between 20000 and 29999 for the services.');
}

async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      // No IPv6 on this host is no reason to refuse.
      server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
      server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
    });
    if (!free) return false;
  }
  return true;
}
