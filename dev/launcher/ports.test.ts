import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import type { Running } from './part.ts';
import { onServicePort, takenPorts } from './ports.ts';

const unwanted = new AbortController().signal;
const running: Running = { pid: 1, facts: {}, exited: new Promise(() => undefined), stop: async () => undefined };

test('a service that comes back has the port it had, though the first one found was taken meanwhile', async () => {
  const tried: number[] = [];
  const launch = onServicePort((port) => async () => {
    tried.push(port);
    if (tried.length === 1) throw new Error(`core could not be started (exit 1). It said:\nlisten EADDRINUSE: 127.0.0.1:${port}`);
    return running;
  });
  await launch(unwanted);
  await launch(unwanted);
  expect(tried).toHaveLength(3);
  expect(tried[1]).not.toBe(tried[0]);
  expect(tried[2]).toBe(tried[1]);
  expect(Math.max(...tried)).toBeLessThan(32_768);
});

test('a service that cannot start for another reason is not tried on other ports', async () => {
  let tries = 0;
  const launch = onServicePort(() => async () => {
    tries += 1;
    throw new Error('core could not be started (exit 1). It said:\nno database');
  });
  await expect(launch(unwanted)).rejects.toThrow('no database');
  expect(tries).toBe(1);
});

// A host may have no IPv6.
const loopbacks = Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).filter(({ internal }) => internal));
const hosts = ['127.0.0.1', '::1'].filter((host) => loopbacks.some(({ address }) => address === host));

test.each(hosts)('a port that is taken on %s alone is taken', async (host) => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen({ host, port: 0 }, resolve));
  const address = holder.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await takenPorts([{ part: 'the graph', port, variable: 'GATEWAY_PORT' }])).toEqual([
    `Port ${port}, which the graph needs, is taken by another program: end that program, or set GATEWAY_PORT to a free port.`,
  ]);
  await new Promise((resolve) => holder.close(resolve));
  expect(await takenPorts([{ part: 'the graph', port, variable: 'GATEWAY_PORT' }])).toEqual([]);
});
