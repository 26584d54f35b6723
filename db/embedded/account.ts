import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { StartRefused } from './start-refused.ts';

/** The user that PostgreSQL runs as. It refuses to run as root, so a root supervisor gives its rights away. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  /** True when this process is root and the server must become somebody else. */
  readonly borrowed: boolean;
}

/** `nobody` on every Linux that follows the kernel's overflow id. */
const nobody = 65534;

/** This process's own user, or for root the host's `postgres` user, else `nobody`. */
export function chooseAccount(): Account {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  if (uid === undefined || gid === undefined)
    throw new StartRefused('MISSING', `The embedded PostgreSQL runs on Linux only; set DATABASE_URL to a PostgreSQL 18.`);
  if (uid !== 0) {
    try {
      userInfo();
    } catch (cause) {
      throw new StartRefused(
        'MISSING',
        `User ${uid} has no entry in /etc/passwd, without which PostgreSQL does not start; add one or set DATABASE_URL to a PostgreSQL 18.`,
        { cause },
      );
    }
    return { uid, gid, borrowed: false };
  }
  const users = passwd();
  const user = users.find((entry) => entry.name === 'postgres' && entry.uid !== 0) ?? users.find((entry) => entry.uid === nobody);
  if (user === undefined) {
    throw new StartRefused(
      'MISSING',
      'PostgreSQL does not run as root, and /etc/passwd has neither a user postgres nor nobody that it could run as; add one or set DATABASE_URL to a PostgreSQL 18.',
    );
  }
  return { uid: user.uid, gid: user.gid, borrowed: true };
}

/** What spawn needs so that the child runs as the account. Node drops root's supplementary groups with it. */
export function spawnAs(account: Account): { uid?: number; gid?: number } {
  return account.borrowed ? { uid: account.uid, gid: account.gid } : {};
}

/** Whether the account may enter the folder. Asked of the kernel, since modes alone do not tell (ACLs, mounts). */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...spawnAs(account), cwd: '/', stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

function passwd(): readonly { name: string; uid: number; gid: number }[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .flatMap(([name, , uid, gid]) =>
      name === undefined || uid === undefined || gid === undefined ? [] : [{ name, uid: Number(uid), gid: Number(gid) }],
    );
}
