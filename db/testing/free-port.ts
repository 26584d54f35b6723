import { createServer } from 'node:net';

/**
 * A port of 127.0.0.1 that nobody listens on, from 20000 to 29999: below the range (32768 on) from which the kernel gives
 * ports to outgoing connections, one of which could take it before the server does.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (await isFree(port)) return port;
  }
  throw new Error('No free port was found between 20000 and 29999.');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
