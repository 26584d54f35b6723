import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { databaseUrl } from '@dcmms/db/connection.ts';
import type {} from '@dcmms/db/testing/servers.ts';

const run = promisify(execFile);
const name = `seed_test_${randomBytes(6).toString('hex')}`;
let home: string;
let admin: pg.Client;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'dcmms-seed-'));
  admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
});

afterAll(async () => {
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
  await rm(home, { recursive: true });
});

function seed(args: string[], environment: Record<string, string> = {}) {
  const env = { ...process.env, DCMMS_HOME: home, DCMMS_SECRET: inject('secret'), ...environment };
  return run(process.execPath, [join(import.meta.dirname, 'seed.ts'), ...args], { env });
}

test('brings an empty database to the demo fleet, and leaves it alone the second time', async () => {
  const DATABASE_URL = databaseUrl(inject('postgresUrl'), name);
  expect((await seed(['--fleet', 'demo'], { DATABASE_URL })).stdout).toContain('The demo fleet was loaded.');
  expect((await seed(['--fleet', 'demo'], { DATABASE_URL })).stdout).toContain('holds tenants already');
});

test('says what it takes when it does not understand', async () => {
  await expect(seed(['--fleet', 'big', '--scale', '7'])).rejects.toMatchObject({
    stderr: expect.stringMatching(/--fleet demo[^]*--scale is at most 1/),
  });
});

test('says what to do when nothing runs and no database is named', async () => {
  await expect(seed(['--fleet', 'demo'], { DATABASE_URL: '' })).rejects.toMatchObject({ stderr: expect.stringContaining('npm start') });
});
