import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesWithArguments } from '@dcmms/db/embedded/processes.ts';
import { supervise, type Farewell } from '@dcmms/db/embedded/supervision.ts';
import type { Running } from './part.ts';

export interface NodePartSettings {
  readonly name: string;
  /** The TypeScript file to run, from the project's root. */
  readonly entry: string;
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logFolder: string;
  readonly heapMb: number;
}

const startTimeoutMs = 60_000;
const stopTimeoutMs = 6_000;
const farewell: Farewell = [
  { signal: 'SIGTERM', patienceMs: stopTimeoutMs },
  { signal: 'SIGKILL', patienceMs: 2_000 },
];
const logBytesMax = 8 * 1024 * 1024;

/**
 * Starts one of our own processes and waits until it says over its channel that it is ready. It ends when this process does,
 * because the channel closes.
 *
 * @param unwanted Ends it when it is not ready yet.
 * @throws With the end of its log when it ends before it is ready.
 */
export async function startNodePart(settings: NodePartSettings, unwanted?: AbortSignal): Promise<Running> {
  mkdirSync(settings.logFolder, { recursive: true });
  const logFile = join(settings.logFolder, `${settings.name}.log`);
  turnPage(logFile);
  const log = openSync(logFile, 'a', 0o600);
  const from = statSync(logFile).size;
  const home = settings.environment['DCMMS_HOME'];
  const args = [`--max-old-space-size=${settings.heapMb}`, settings.entry, ...(home === undefined ? [] : [homeArgument(home)])];
  const child = spawn(process.execPath, args, {
    cwd: settings.root,
    env: { ...inherited(), ...settings.environment },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`));
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const late = new AbortController();
    await Promise.race([exited, sleep(stopTimeoutMs, undefined, { signal: late.signal }).then(() => child.kill('SIGKILL'))]);
    late.abort();
    await exited;
  };
  const ready = new Promise<Record<string, string>>((resolve) => {
    child.on('message', (message) => {
      if (isReady(message)) resolve(factsOf(message));
    });
  });
  const late = new AbortController();
  const giveUp = () => void stop();
  unwanted?.addEventListener('abort', giveUp, { once: true });
  if (unwanted?.aborted) giveUp();
  const facts = await Promise.race([
    ready,
    exited.then((reason) => fail(settings.name, reason, logFile, from)),
    sleep(startTimeoutMs, undefined, { signal: late.signal }).then(async () => {
      await stop();
      return fail(settings.name, `it was not ready within ${startTimeoutMs / 1000} s`, logFile, from);
    }),
  ]).finally(() => {
    late.abort();
    unwanted?.removeEventListener('abort', giveUp);
  });
  if (child.pid === undefined) throw new Error(`${settings.name} has no process id`);
  return { pid: child.pid, facts, exited, stop };
}

/** Ends our processes of this home that a killed launcher left behind; they end by themselves, but a moment later. */
export async function endLeftBehind(home: string): Promise<void> {
  const mine = homeArgument(home);
  const left = await processesWithArguments((args) => args.includes(mine));
  await Promise.all(left.map((process) => supervise(process, farewell).stop()));
}

/** Says in the list of processes which installation one belongs to; the process itself does not read it. */
function homeArgument(home: string): string {
  return `--dcmms-home=${home}`;
}

function fail(name: string, reason: string, logFile: string, from: number): never {
  const said = readFileSync(logFile).subarray(from).toString('utf8').trim().split('\n').slice(-12).join('\n');
  throw new Error(`${name} could not be started (${reason}).${said ? ` It said:\n${said}` : ''}`);
}

function isReady(message: unknown): message is { type: 'ready' } {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}

function factsOf(message: object): Record<string, string> {
  return Object.fromEntries(Object.entries(message).flatMap(([key, value]) => (key === 'type' ? [] : [[key, String(value)]])));
}

/** One log and one older one per part: an installation that runs for a year must not fill its disk with them. */
function turnPage(file: string): void {
  try {
    if (statSync(file).size > logBytesMax) renameSync(file, `${file}.1`);
  } catch {
    // There is none yet.
  }
}

/** The variables that a process of ours may need from its surroundings; nothing else of them reaches it. */
function inherited(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'LOG_LEVEL', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'JOURNAL_BYTES_MAX'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}
