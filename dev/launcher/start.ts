import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '@dcmms/runtime/log.ts';
import { launchOptions } from './options.ts';
import { System } from './system.ts';

const root = join(import.meta.dirname, '..', '..');

/** `npm start`: starts every part, says `ready`, keeps them running, and ends all of them at Ctrl-C. */
async function main(): Promise<number> {
  const options = launchOptions(process.argv.slice(2), root);
  mkdirSync(options.home, { recursive: true });
  // Whoever read what we say may go (`npm start | head`); that ends nothing.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  // The console is for people; for the rest there is the log.
  const log = createLog('launcher', process.env['LOG_LEVEL'] ?? 'info', join(options.home, 'log', 'launcher.log'));
  const system = new System(options, root, log, (line) => console.log(line));
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    // A test or benchmark that was killed cannot stop what it had started.
    if (process.send) process.on('disconnect', () => resolve());
  });
  const started = system.start();
  // A start that is interrupted fails because its parts were ended; that is no second story to tell.
  started.catch(() => undefined);
  const interrupted = await Promise.race([started.then(() => false), ended.then(() => true)]);
  if (!interrupted) await ended;
  console.log('Stopping …');
  await system.stop();
  console.log('Stopped. The data are kept; `npm start` goes on with them.');
  return 0;
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
