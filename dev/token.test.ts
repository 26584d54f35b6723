import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import { startIdp, type Idp } from './idp/start.ts';

const run = promisify(execFile);
let port: number;
let home: string;
let idp: Idp;

beforeAll(async () => {
  port = await freePort();
  home = await mkdtemp(join(tmpdir(), 'dcmms-token-'));
  idp = await startIdp({ port, webPort: 3000, gatewayPort: 4000, home, secret: 'a secret of this test only' });
});

afterAll(async () => {
  await idp.close();
  await rm(home, { recursive: true });
});

function token(args: string[], environment: Record<string, string>) {
  return run(process.execPath, [join(import.meta.dirname, 'token.ts'), ...args], {
    env: { ...process.env, DCMMS_HOME: home, ...environment },
  });
}

test('prints a token of the person that is good for 30 minutes, and nothing else', async () => {
  await writeFile(join(home, 'ready.json'), JSON.stringify({ idp: idp.url }));
  const { stdout, stderr } = await token(['--as', 'Operator@Helios.test'], { IDP_PORT: '1' });
  await rm(join(home, 'ready.json'));
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const claims = decodeJwt(stdout.trim());
  expect(claims['email']).toBe('operator@helios.test');
  expect(claims.iss).toBe(`http://localhost:${port}/t/helios`);
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(1800);
});

test('names the people when nobody is that', async () => {
  await expect(token(['--as', 'nobody@helios.test'], {})).rejects.toMatchObject({
    stdout: '',
    stderr: expect.stringContaining('operator2@helios.test'),
  });
});

test('says what to do when no provider runs', async () => {
  await expect(token(['--as', 'root@dcmms.test'], { IDP_PORT: '1' })).rejects.toMatchObject({
    stdout: '',
    stderr: expect.stringContaining('npm start'),
  });
});
