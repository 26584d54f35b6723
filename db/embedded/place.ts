import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { canEnter, chooseAccount, type Account } from './account.ts';
import { isCode } from './processes.ts';
import { StartRefused } from './start-refused.ts';

/** Where the cluster of one home lives, and as whom. */
export interface Place {
  readonly account: Account;
  /** Holds everything of the cluster: `data`, `run`, logs. */
  readonly base: string;
  readonly data: string;
  /** Holds the socket; only the account (and root) may enter. */
  readonly sockets: string;
  /** Where copies of the programs go when the installed ones cannot be used. */
  readonly programs: string;
}

/** Where root keeps what an unprivileged account must reach when the home itself is closed to it. */
const systemFolder = '/var/lib/dcmms';

/** sun_path of unix(7) holds 107 bytes; the socket's own name takes 14 of them. */
const socketFolderBytesMax = 107 - '/.s.PGSQL.5432'.length;

/**
 * Settles the place of a home's cluster and makes its folders: `$DCMMS_HOME/postgres`, or below /var/lib/dcmms when this
 * process is root and the account that PostgreSQL must run as may not enter the home. A note in the home remembers the
 * latter, so that a home that moves keeps its data.
 */
export async function settlePlace(home: string): Promise<Place> {
  const shelf = join(resolve(home), 'postgres');
  const chosen = chooseAccount();
  await makeOpen(shelf);
  const base = await settleBase(shelf, chosen);
  const data = join(base, 'data');
  const account = await ownerOf(data, chosen);
  const sockets = socketFolder(base);
  await makePrivate(sockets, account);
  return { account, base, data, sockets, programs: account.borrowed ? systemFolder : join(shelf, 'programs') };
}

/** The folder of a home's cluster outside the home; null when it is inside or there is none yet. */
export async function readElsewhere(shelf: string): Promise<string | null> {
  try {
    return (await readFile(join(shelf, 'elsewhere'), 'utf8')).trim();
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

async function settleBase(shelf: string, account: Account): Promise<string> {
  const noted = await readElsewhere(shelf);
  if (noted !== null) {
    await makeOpen(noted);
    return realpath(noted);
  }
  const inside = await realpath(shelf);
  if (!account.borrowed || (await canEnter(account, inside))) return inside;
  const outside = join(systemFolder, `${basename(dirname(inside)).replace(/[^\w-]/g, '')}-${shortHash(inside)}`);
  await makeOpen(systemFolder);
  await makeOpen(outside);
  await writeFile(join(shelf, 'elsewhere'), `${outside}\n`);
  return realpath(outside);
}

/** PostgreSQL wants its data owned by the user it runs as, so data that exist already decide who that is. */
async function ownerOf(data: string, chosen: Account): Promise<Account> {
  let owner: { uid: number; gid: number };
  try {
    owner = await lstat(data);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return chosen;
    throw error;
  }
  if (owner.uid === chosen.uid) return chosen;
  if (chosen.borrowed && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, borrowed: true };
  throw new StartRefused(
    'FAILED',
    `The data in ${data} belong to user ${owner.uid} and this is user ${chosen.uid}; start as that user or as root, or choose another DCMMS_HOME.`,
  );
}

function socketFolder(base: string): string {
  const near = join(base, 'run');
  if (Buffer.byteLength(near) <= socketFolderBytesMax) return near;
  const name = `dcmms-${shortHash(base)}`;
  const temporary = join(tmpdir(), name);
  return Buffer.byteLength(temporary) <= socketFolderBytesMax ? temporary : join('/tmp', name);
}

/** Makes a folder that only the account may enter, or makes sure that an existing one is such. */
export async function makePrivate(folder: string, account: Account): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
    if (account.borrowed) await chown(folder, account.uid, account.gid);
    return;
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
  // In a shared temporary folder somebody else may have been there first, to listen in.
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== account.uid || (found.mode & 0o077) !== 0) {
    throw new StartRefused(
      'FAILED',
      `${folder} must be a folder that only user ${account.uid} may enter, and is not; remove it and start again.`,
    );
  }
}

/** Makes a folder of ours that the account can pass through, whatever the umask. What is secret inside is closed by itself. */
async function makeOpen(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
