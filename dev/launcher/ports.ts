import { createServer } from 'node:net';

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

/**
 * A port for a service whose address others are told once. It lies below the range (32768 on) from which the kernel gives ports to
 * outgoing connections, so that it is still free when the service is started again.
 */
export async function servicePort(): Promise<number> {
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
