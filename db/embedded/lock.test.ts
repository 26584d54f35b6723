import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeLock, waitForLock } from './lock.ts';

test('a lock has one holder, who is known by pid, until it lets go', async () => {
  const name = randomUUID();
  const lock = await takeLock(name);
  expect(lock).toHaveProperty('release');
  expect(await takeLock(name)).toEqual({ heldBy: process.pid });
  const waiting = waitForLock(name, 5_000);
  if ('release' in lock) await lock.release();
  await (await waiting).release();
});

test('waiting for a lock ends with a sentence when its holder keeps it', async () => {
  const name = randomUUID();
  const lock = await takeLock(name);
  await expect(waitForLock(name, 0)).rejects.toThrow(`Process ${process.pid} holds the lock '${name}' for more than 0 ms.`);
  if ('release' in lock) await lock.release();
});

test('the lock of a process that is killed is free at once', async () => {
  const name = randomUUID();
  const program = `const { takeLock } = await import(process.argv[1]); await takeLock(process.argv[2]); console.log('taken'); setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', program, join(import.meta.dirname, 'lock.ts'), name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  expect(await takeLock(name)).toEqual({ heldBy: holder.pid });
  holder.kill('SIGKILL');
  const lock = await takeLock(name);
  expect(lock).toHaveProperty('release');
  if ('release' in lock) await lock.release();
});
