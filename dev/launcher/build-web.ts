import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitForLock } from '@dcmms/db/embedded/lock.ts';

const buildTimeoutMs = 300_000;

/**
 * Builds the console when its sources are not those of the last build; the build is the checkout's, shared by its installations.
 *
 * @param root the project's folder
 * @param say told once when it takes a while
 * @throws with what the build printed, when it fails
 */
export async function buildWeb(root: string, say: (line: string) => void): Promise<void> {
  const folder = join(root, 'web');
  const stamp = join(folder, '.next', 'sources.sha256');
  const wanted = hashOfSources(folder, root);
  const isBuilt = (): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isBuilt()) return;
  const lock = await waitForLock(`web-build:${folder}`, buildTimeoutMs);
  try {
    if (isBuilt()) return;
    // A build that is cut short must not pass for the one before.
    rmSync(stamp, { force: true });
    say('Building the console (once, about half a minute) …');
    await run(process.execPath, ['prepare-public.ts'], folder);
    await run(process.execPath, [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'], folder);
    writeFileSync(stamp, wanted);
  } finally {
    await lock.release();
  }
}

function hashOfSources(folder: string, root: string): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  // Documents are generated from the sources and the graph: their list stands for both.
  const made = (path: string): boolean => /(^|\/)(node_modules|\.next|public)$/.test(path);
  for (const file of globSync('**/*.{ts,tsx,css,mjs,json}', { cwd: folder, exclude: made }).toSorted()) {
    if (/\.test\.tsx?$|tsbuildinfo|next-env/.test(file)) continue;
    hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex');
}

function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: buildTimeoutMs,
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`The console could not be built (${args.at(-1)}):\n${printed.slice(-4_000)}`)),
    );
  });
}

// As a command, for an image: `node dev/launcher/build-web.ts`.
if (process.argv[1] === import.meta.filename) await buildWeb(join(import.meta.dirname, '..', '..'), (line) => console.log(line));
