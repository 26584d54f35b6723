import { nextStart } from 'next/dist/cli/next-start.js';

/**
 * The console's process: Next's own server on loopback, in this process, so that whoever counts and kills processes meets the
 * server itself. Ends when its launcher's channel closes.
 */
const port = Number(process.env['WEB_PORT'] ?? 3000);
const host = process.env['WEB_HOST'] ?? '127.0.0.1';

process.on('disconnect', () => process.exit(0));
await nextStart({ port, hostname: host }, import.meta.dirname);

const url = `http://${host}:${port}`;
const deadline = Date.now() + 30_000;
while (!(await answers())) {
  if (Date.now() > deadline) throw new Error('The console does not answer 30 s after its start.');
  await new Promise((resolve) => setTimeout(resolve, 50));
}
process.send?.({ type: 'ready', url, healthUrl: url });

async function answers(): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
