import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import { cachedQuestDbJar } from '@dcmms/db/testing/questdb-jar.ts';
import { removePostgres } from '@dcmms/db/embedded/postgres.ts';
import { removeQuestDb } from '@dcmms/db/questdb/server.ts';
import { readReadyFile } from './ready.ts';
import type { ReadyFile } from '../launcher/ready-file.ts';

const root = join(import.meta.dirname, '..', '..');
const startTimeoutMs = 200_000;

/** A whole installation as `npm start` makes it, in a folder and on ports of its own. */
export class Installation {
  readonly home: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #args: readonly string[];
  #launcher: ChildProcess | undefined;
  output = '';

  private constructor(home: string, environment: NodeJS.ProcessEnv, args: readonly string[]) {
    this.home = home;
    this.#environment = environment;
    this.#args = args;
  }

  /** @param args Options of `npm start`, for example `--services`. */
  static async create(args: readonly string[] = []): Promise<Installation> {
    const home = mkdtempSync(join(tmpdir(), 'dcmms-installation-'));
    // PostgreSQL runs as another user when this one is root.
    await chmod(home, 0o755);
    const ports: Record<string, string> = {};
    for (const name of ['GATEWAY_PORT', 'IDP_PORT', 'MQTT_PORT', 'WEB_PORT', 'QUESTDB_HTTP_PORT', 'QUESTDB_PG_PORT']) {
      let port = String(await freePort());
      while (Object.values(ports).includes(port)) port = String(await freePort());
      ports[name] = port;
    }
    return new Installation(
      home,
      { ...process.env, ...ports, DCMMS_HOME: home, QUESTDB_JAR: await cachedQuestDbJar(), NODE_ENV: 'production' },
      args,
    );
  }

  /** The addresses and process ids as they are now. */
  get ready(): ReadyFile {
    return readReadyFile(this.home);
  }

  get launcherPid(): number | undefined {
    return this.#launcher?.pid;
  }

  /** The environment that a command needs to find this installation. */
  get environment(): NodeJS.ProcessEnv {
    return this.#environment;
  }

  /**
   * Starts it and waits for the line `ready`.
   *
   * @throws With all it said, when it ends before, or takes longer than a test's hook would wait.
   */
  async start(): Promise<ReadyFile> {
    this.output = '';
    const launcher = spawn(process.execPath, ['dev/launcher/start.ts', ...this.#args], {
      cwd: root,
      env: this.#environment,
      // Its channel closes when this process ends, however it ends; then it stops.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    launcher.channel?.unref();
    this.#launcher = launcher;
    let late: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      late = setTimeout(
        () => reject(new Error(`The installation was not ready within ${startTimeoutMs / 1_000} s:\n${this.output}`)),
        startTimeoutMs,
      );
      const take = (chunk: Buffer) => {
        this.output += chunk.toString();
        if (/^ready$/m.test(this.output)) resolve();
      };
      launcher.stdout?.on('data', take);
      launcher.stderr?.on('data', take);
      launcher.once('error', reject);
      launcher.once('exit', (code, signal) =>
        reject(new Error(`The installation ended with ${signal ?? code} before it was ready:\n${this.output}`)),
      );
    }).finally(() => clearTimeout(late));
    return this.ready;
  }

  /** Ctrl-C; resolves with the exit code when nothing of it is left. */
  async stop(): Promise<number | null> {
    const launcher = this.#launcher;
    if (!launcher || launcher.exitCode !== null || launcher.signalCode !== null) return launcher?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => launcher.once('exit', (code) => resolve(code)));
    launcher.kill('SIGINT');
    return ended;
  }

  /** `kill -9` of the launcher alone. */
  async kill(): Promise<void> {
    const launcher = this.#launcher;
    if (!launcher || launcher.exitCode !== null || launcher.signalCode !== null) return;
    const ended = new Promise((resolve) => launcher.once('exit', resolve));
    launcher.kill('SIGKILL');
    await ended;
  }

  /** Ends it, servers that were left behind included, and removes its folder. */
  async remove(): Promise<void> {
    await this.stop();
    await removePostgres(this.home);
    await removeQuestDb(this.home);
    rmSync(this.home, { recursive: true, force: true });
  }

  /**
   * Runs one of the project's commands against it: `['dev/replay/replay.ts', '--file', …]`.
   *
   * @param environment Variables that this command finds changed.
   */
  run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const env = { ...this.#environment, ...environment };
    const child = spawn(process.execPath, [...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, stdout, stderr }));
    });
  }
}
