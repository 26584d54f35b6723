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
