import { spawn } from 'node:child_process';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { spawnAs, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { makePrivate, type Place } from './place.ts';
import { isCode } from './processes.ts';
import { hostBasedAccess, renderSettings, type Settings } from './settings.ts';
import { StartRefused } from './start-refused.ts';

/** Name of the role that initdb makes. */
export const superuser = 'postgres';

/** What PostgreSQL's programs get to see of our environment: nothing of PG*, and messages that we can read. */
export const serverEnvironment: NodeJS.ProcessEnv = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Makes the cluster unless there is one, refuses one of another major version, and lays down its configuration. */
export async function prepareCluster(
  place: Place,
  binaries: Binaries,
  password: string,
  settings: Settings,
  durable: boolean,
): Promise<void> {
  const major = await majorOf(place.data);
  if (major === null) await initialise(place, binaries, password, durable);
  else if (major !== String(binaries.major)) {
    throw new StartRefused(
      'WRONG_VERSION',
      `The data in ${place.data} were written by PostgreSQL ${major} and this is PostgreSQL ${binaries.major}, which cannot read them; export them with the dCMMS that wrote them and its PostgreSQL ${major} (pg_dumpall), move the folder away and import them, or set DATABASE_URL to that server.`,
    );
  }
  await writeOwned(join(place.data, 'postgresql.conf'), renderSettings(settings), place.account);
  await writeOwned(join(place.data, 'pg_hba.conf'), hostBasedAccess, place.account);
}

/**
 * Gives the superuser a new password while the server is down; needed when the secret that it is derived from has changed.
 * Single-user mode asks for no password: who may read the data may do anything with them anyway.
 */
export async function resetPassword(place: Place, binaries: Binaries, password: string): Promise<void> {
  const statement = `ALTER ROLE ${superuser} PASSWORD '${password.replaceAll("'", "''")}'`;
  await run(binaries.postgres, ['--single', '-j', '-D', place.data, '-c', 'logging_collector=off', 'postgres'], place, `${statement};\n\n`);
}

/** The major version of the data in a folder; null when there are none. */
async function majorOf(data: string): Promise<string | null> {
  try {
    return (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
  const found = await readdir(data).catch(() => []);
  if (found.length > 0)
    throw new StartRefused('FAILED', `${data} holds something that is no PostgreSQL data; move it away or choose another DCMMS_HOME.`);
  return null;
}

/** initdb works in a draft, so that one that was interrupted leaves nothing that looks like data. */
async function initialise(place: Place, binaries: Binaries, password: string, durable: boolean): Promise<void> {
  const draft = `${place.data}.new`;
  const passwordFile = join(place.sockets, 'initial-password');
  await rm(draft, { recursive: true, force: true });
  await makePrivate(draft, place.account);
  await writeOwned(passwordFile, `${password}\n`, place.account);
  try {
    // A locale of PostgreSQL's own: sorting does not change with the host's libraries.
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8'];
    const access = [`--username=${superuser}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    await run(binaries.initdb, ['-D', draft, ...access, ...locale, '--no-instructions', ...(durable ? [] : ['--no-sync'])], place);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rm(place.data, { recursive: true, force: true });
  await rename(draft, place.data);
  if (durable) await syncFolder(dirname(place.data));
}

async function run(program: string, args: readonly string[], place: Place, input = ''): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = spawn(program, args, { ...spawnAs(place.account), cwd: place.sockets, env: serverEnvironment, stdio: 'pipe' });
    let said = '';
    const listen = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-4_000));
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.once('error', (error) => reject(cannotRun(program, error)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new StartRefused('FAILED', `PostgreSQL's ${program} ended with ${code ?? signal}: ${said.trim()}`));
    });
  });
}

/** Turns a failed spawn into a sentence. */
export function cannotRun(program: string, cause: Error): StartRefused {
  // The file is there; what is missing is the loader that it names.
  if (isCode(cause, 'ENOENT'))
    return new StartRefused('MISSING', `${program} does not run on this system, which lacks glibc; set DATABASE_URL to a PostgreSQL 18.`, {
      cause,
    });
  return new StartRefused('FAILED', `${program} cannot be run: ${cause.message}`, { cause });
}

/** The folder belongs to the account, which must not be able to make root write elsewhere through a link: hence a new file, and its handle. */
async function writeOwned(path: string, text: string, account: Account): Promise<void> {
  const draft = `${path}.new`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    if (account.borrowed) await file.chown(account.uid, account.gid);
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
