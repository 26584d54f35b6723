import { spawn } from 'node:child_process';
import { chmod, cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseAccount, spawnAs } from './account.ts';
import { locatePackage, makeUsable } from './binaries.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dcmms-pg-'));
  await chmod(folder, 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.runIf(process.getuid?.() === 0)('programs that the server may not enter are copied, once, and run from there', async () => {
  const account = chooseAccount();
  const packaged = locatePackage();
  const closed = join(folder, 'closed');
  await cp(packaged.native, join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
  await chmod(closed, 0o700);

  const copies = join(folder, 'copies');
  const hidden = { ...packaged, native: join(closed, 'native') };
  const found = await makeUsable(hidden, account, copies);
  expect(found.postgres.startsWith(copies)).toBe(true);
  expect(await version(found.postgres)).toContain('(PostgreSQL) 18.');
  await expect(stat(join(found.postgres, '..', '..', 'lib', 'libpq.a'))).rejects.toThrow('ENOENT');

  const made = await stat(found.postgres);
  await makeUsable(hidden, account, copies);
  expect((await stat(found.postgres)).ino).toBe(made.ino);

  async function version(program: string): Promise<string> {
    const child = spawn(program, ['--version'], { ...spawnAs(account), cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    for await (const chunk of child.stdout) said += String(chunk);
    return said;
  }
});
