import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { silent } from '../embedded/log.ts';
import { connectQuestDb } from './connection.ts';
import { migrateQuestDb, readScripts, splitStatements } from './migrate.ts';
import { compareStructure, describeStructure } from './structure.ts';

test('the scripts make what structure.txt says, and a second run applies nothing', async ({ skip }) => {
  const questdb = inject('questdb');
  if (questdb === null) return skip('this run was started with DCMMS_TEST_SERVERS=postgres');
  const sql = connectQuestDb({ url: questdb.pgUrl, max: 1, name: 'test' });
  try {
    // Reviewed as a diff; `vitest -u` writes it anew.
    const structure = await describeStructure(sql, await readScripts());
    await expect(`${structure.join('\n')}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'schema', 'structure.txt'));
    expect(await migrateQuestDb({ pgUrl: questdb.pgUrl, log: silent })).toEqual({ applied: [], drift: [] });
    const recorded = await sql<{ name: string }[]>`SELECT name FROM schema_scripts ORDER BY name`;
    expect(recorded.map(({ name }) => name)).toEqual((await readScripts()).map(({ name }) => name));
  } finally {
    await sql.end();
  }
});

test('a difference is told line by line', () => {
  expect(compareStructure(['t: ttl 90 DAY', 't.v: DOUBLE'], ['t: ttl 9 DAY', 't.v: DOUBLE'])).toEqual([
    'missing: t: ttl 90 DAY',
    'unexpected: t: ttl 9 DAY',
  ]);
});

test('a script falls into its statements', () => {
  expect(splitStatements(`-- one; two;\nCREATE TABLE a (\n  x INT\n);\n\nALTER TABLE a SET PARAM b = ';';\n`)).toEqual([
    'CREATE TABLE a (\n  x INT\n)',
    "ALTER TABLE a SET PARAM b = ';'",
  ]);
});
