import { silent } from '../embedded/log.ts';
import { startQuestDb } from './server.ts';

// A supervisor of its own for the tests, so that they can kill one. Arguments: home, HTTP port, PGwire port. Prints one JSON line and waits.
const [home = '', httpPort, pgPort] = process.argv.slice(2);
try {
  const server = await startQuestDb({
    home,
    secret: 'a secret for tests',
    httpPort: Number(httpPort),
    pgPort: Number(pgPort),
    log: silent,
  });
  process.stdout.write(`${JSON.stringify({ pid: server.pid, attached: server.attached })}\n`);
  process.stdin.resume();
} catch (error) {
  process.stdout.write(`${JSON.stringify({ refused: error instanceof Error ? error.message : String(error) })}\n`);
}
