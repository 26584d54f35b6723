import { startPostgres } from './postgres.ts';
import { silent } from './log.ts';

// A supervisor of its own for the tests, so that they can kill one. Arguments: the home. Prints one JSON line and waits for the end of its input.
const [home = ''] = process.argv.slice(2);
try {
  const server = await startPostgres({ home, secret: 'a secret for tests', log: silent, durable: false });
  process.stdout.write(`${JSON.stringify({ url: server.url, pid: server.pid, attached: server.attached })}\n`);
  process.stdin.resume();
  process.stdin.once('end', () => void server.stop());
} catch (error) {
  process.stdout.write(`${JSON.stringify({ refused: error instanceof Error ? error.message : String(error) })}\n`);
}
