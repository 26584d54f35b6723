// The one door for every npm script, in plain JavaScript so that any Node from 20 on can run it: installs what the lockfile
// asks for when it differs from what is installed, then hands over to the locked Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');
const stamp = join(root, 'node_modules', '.installed');
const [command = 'start', ...rest] = process.argv.slice(2);

const quiet = command === 'token';
/** What has to be generated before a command can run: resolver types from the SDL. */
const generates = new Set([
  'start',
  'test',
  'test:long',
  'check',
  'generate',
  'bench:gateway',
  'bench:subscriptions',
  'bench:idle',
  'bench:ingest',
  'bench:console',
]);

const vitest = ['vitest', 'run', '--config', 'vitest.workspace.ts'];

const commands = {
  start: ['node', 'dev/launcher/start.ts'],
  test: ['node', 'dev/check/test.ts', ...vitest],
  'test:long': ['node', 'dev/check/test.ts', ...vitest],
  check: ['node', 'dev/check/check.ts'],
  generate: ['node', 'dev/generate.ts', '--compose'],
  migrate: ['node', 'dev/migrate.ts'],
  seed: ['node', 'dev/seed.ts'],
  reset: ['node', 'dev/reset.ts'],
  token: ['node', 'dev/token.ts'],
  plant: ['node', 'dev/plant/plant.ts'],
  replay: ['node', 'dev/replay/replay.ts'],
  'bench:ingest': ['node', 'dev/bench/ingest.ts'],
  'bench:gateway': ['node', 'dev/bench/gateway.ts'],
  'bench:subscriptions': ['node', 'dev/bench/subscriptions.ts'],
  'bench:idle': ['node', 'dev/bench/idle.ts'],
  'bench:console': ['node', 'e2e/bench/console.ts'],
};

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Node ${process.versions.node} is too old to install with. Install Node 20 or newer.`);
const line = commands[command];
if (!line) fail(`There is no command ${command}. There are: ${Object.keys(commands).join(', ')}.`);

install();

const environment = {
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
  NEXT_TELEMETRY_DISABLED: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  APOLLO_TELEMETRY_DISABLED: '1',
  ...(command === 'test:long' ? { DCMMS_TEST_LONG: '1' } : {}),
};

if (!existsSync(join(bin, 'node'))) {
  fail(
    `There is no Node 24 for ${process.platform}-${process.arch} among the packages. Linux on x64 and arm64 bring it; elsewhere install Node 24 yourself and run: node ${line[1]}`,
  );
}
if (generates.has(command) && command !== 'generate') {
  const made = spawnSync(join(bin, 'node'), ['dev/generate.ts'], { cwd: root, env: environment, stdio: ['ignore', 'inherit', 'inherit'] });
  if (made.status !== 0) process.exit(made.status ?? 1);
}

const [program, ...args] = line;
const child = spawn(join(bin, program), [...args, ...rest], { cwd: root, env: environment, stdio: 'inherit' });
// Ctrl-C reaches the whole group; whoever signals this process alone means the command. A second signal must not end us first,
// or the command would go on without anybody to tell its end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => void (signal !== 'SIGINT' || !process.stdin.isTTY ? child.kill(signal) : undefined));
child.on('error', (error) => fail(error.message));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

/** `npm ci`, once, whoever else starts at the same time; nothing when the lockfile is the one that is installed. */
function install() {
  const wanted = hash();
  if (installed() === wanted) return;
  const lock = join(root, '.install.lock');
  const release = take(lock);
  try {
    if (installed() === wanted) return;
    // Standard output of a quiet command holds its result and nothing else.
    (quiet ? console.error : console.log)('Installing the locked packages (once, about a minute) …');
    const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: root,
      // npm start is run by npm: its own settings of that run must not reach this one.
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_'))),
      stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    if (npm.status !== 0)
      fail('The packages could not be installed: npm ci ended with the error above. Is the package registry reachable?');
    writeFileSync(stamp, wanted);
  } finally {
    release();
  }
}

function installed() {
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

function hash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/** A lock file with the holder's pid; one whose holder is gone is taken over. */
function take(file) {
  mkdirSync(root, { recursive: true });
  for (;;) {
    try {
      const handle = openSync(file, 'wx');
      writeFileSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = holderOf(file);
      if (holder !== undefined && !alive(holder)) rmSync(file, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    }
  }
}

function holderOf(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // Between creating and writing the file is empty for a moment; an old empty one was left by a crash.
    return pid > 0 ? pid : Date.now() - statSync(file).mtimeMs > 5_000 ? -1 : undefined;
  } catch {
    return undefined;
  }
}

function alive(pid) {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
