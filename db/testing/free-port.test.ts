import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freePort } from './free-port.ts';

const run = promisify(execFile);
const module = join(import.meta.dirname, 'free-port.ts');

test('no port is given twice while whoever was given it lives, in this process or in another', async () => {
  const here = await Promise.all(Array.from({ length: 100 }, () => freePort()));
  const asked = `const { freePort } = await import(${JSON.stringify(module)});
    console.log(JSON.stringify(await Promise.all(Array.from({ length: 100 }, () => freePort()))));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', asked]);
  const there: readonly number[] = JSON.parse(stdout);
  expect(new Set([...here, ...there]).size).toBe(200);
});
