import pg from 'pg';
import { expect, inject, test } from 'vitest';

test('every test file reaches the one PostgreSQL of the run and may copy its template', async () => {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE servers_test TEMPLATE ${inject('templateDatabase')} STRATEGY FILE_COPY`);
    const { rows } = await client.query(`SELECT datname FROM pg_database WHERE datname = 'servers_test'`);
    expect(rows).toHaveLength(1);
    await client.query('DROP DATABASE servers_test');
  } finally {
    await client.end();
  }
});

test('every test file reaches the one QuestDB of the run', async ({ skip }) => {
  const questdb = inject('questdb');
  if (questdb === null) return skip('this run was started with DCMMS_TEST_SERVERS=postgres');
  const answer = await fetch(new URL('/ping', questdb.httpUrl.replace(/\/\/.*@/, '//')));
  expect(answer.status).toBe(204);
});
