import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { silent } from './log.ts';
import { removePostgres, startPostgres, type EmbeddedPostgres } from './postgres.ts';

test('twenty rounds of kill -9 of the postmaster under eight writers lose no acknowledged row', async () => {
  const home = await mkdtemp(join(tmpdir(), 'dcmms-pg-'));
  await chmod(home, 0o755);
  const acknowledged: number[] = [];
  let server: EmbeddedPostgres | undefined;
  try {
    for (let round = 0; round < 20; round++) {
      server = await startPostgres({ home, secret: 'a secret for tests', log: silent });
      expect(server.attached).toBe(false);
      await execute(server.url, 'CREATE TABLE IF NOT EXISTS written (id int PRIMARY KEY, filler text)');
      const gone = new Promise((resolve) => server?.onExit(resolve));
      const { url, pid } = server;
      const writers = Array.from({ length: 8 }, (_, writer) => write(url, acknowledged, round * 1_000_000 + writer * 100_000));
      const enough = acknowledged.length + 500 + Math.floor(Math.random() * 500);
      while (acknowledged.length < enough) await new Promise((resolve) => setTimeout(resolve, 2));
      process.kill(pid, 'SIGKILL');
      await Promise.all([gone, ...writers]);
    }
    server = await startPostgres({ home, secret: 'a secret for tests', log: silent });
    const stored = new Set((await execute(server.url, 'SELECT id FROM written')).map(({ id }) => id));
    expect(acknowledged.length).toBeGreaterThanOrEqual(10_000);
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  } finally {
    await server?.stop();
    await removePostgres(home);
    await rm(home, { recursive: true, force: true });
  }
});

async function execute(url: string, sql: string): Promise<readonly { id: number }[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<{ id: number }>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Inserts numbers from `from` on until the server dies, noting those that it acknowledged. */
async function write(url: string, acknowledged: number[], from: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (let id = from; ; id++) {
      await client.query('INSERT INTO written VALUES ($1, repeat($2, 50))', [id, 'x']);
      acknowledged.push(id);
    }
  } catch {
    // The server is gone, as it was meant to be.
  }
}
