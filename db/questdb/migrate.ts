import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitForLock } from '../embedded/lock.ts';
import type { Log } from '../embedded/log.ts';
import { connectQuestDb, type QuestDbSql } from './connection.ts';
import { compareStructure, describeStructure } from './structure.ts';

export interface QuestDbMigration {
  /** The scripts that this call applied, in order. */
  readonly applied: readonly string[];
  /** What the server's tables and views differ in from `schema/structure.txt`, a sentence each; empty when they are as they should be. */
  readonly drift: readonly string[];
}

const folder = join(import.meta.dirname, 'schema');
const lockTimeoutMs = 60_000;
const busyTimeoutMs = 30_000;
/** A new view is listed by a job of the server's, which on a busy machine comes seconds after the statement. */
const listingTimeoutMs = 10_000;

/**
 * Applies the numbered scripts of `schema/` that the server has not had yet, in order, and looks whether its tables and views
 * are what the scripts make.
 *
 * QuestDB has no transactions over DDL and no advisory locks. So every statement of a script can be repeated (`IF NOT
 * EXISTS`, `SET`), a script counts as applied only when its last statement is through, and two that run at once do the same
 * thing twice; on one machine the second waits for the first.
 *
 * @throws when a script was changed after it had been applied, or a statement fails
 */
export async function migrateQuestDb(options: { readonly pgUrl: string; readonly log: Log }): Promise<QuestDbMigration> {
  const sql = connectQuestDb({ url: options.pgUrl, max: 1, name: 'dcmms migrate' });
  const lock = await waitForLock(`questdb-schema:${new URL(options.pgUrl).host}`, lockTimeoutMs);
  try {
    const applied = await applyScripts(sql, options.log);
    const drift = await findDrift(sql, applied.length > 0 ? listingTimeoutMs : 0);
    for (const difference of drift) options.log.warn({ difference }, 'the QuestDB schema is not what the scripts make');
    return { applied, drift };
  } finally {
    await sql.end({ timeout: 2 });
    await lock.release();
  }
}

/** A script of `schema/`. */
export interface Script {
  readonly name: string;
  readonly statements: readonly string[];
  readonly checksum: string;
}

export async function readScripts(): Promise<readonly Script[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, statements: splitStatements(text), checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/** A statement ends with a semicolon at the end of a line; comments are whole lines. */
export function splitStatements(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('--'))
    .join('\n')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

async function applyScripts(sql: QuestDbSql, log: Log): Promise<readonly string[]> {
  // Without WAL, so that what was written is there to read at once.
  await patiently(
    sql,
    'CREATE TABLE IF NOT EXISTS schema_scripts (applied_at TIMESTAMP, name VARCHAR, checksum VARCHAR) TIMESTAMP(applied_at) PARTITION BY YEAR BYPASS WAL',
  );
  const known = new Map(
    (await sql<{ name: string; checksum: string }[]>`SELECT name, checksum FROM schema_scripts`).map((row) => [row.name, row.checksum]),
  );
  const applied: string[] = [];
  for (const script of await readScripts()) {
    const checksum = known.get(script.name);
    if (checksum === script.checksum) continue;
    if (checksum !== undefined) {
      throw new Error(
        `${script.name} was changed after it had been applied to this QuestDB; undo that and put the change into a new script.`,
      );
    }
    for (const statement of script.statements) await patiently(sql, statement);
    // Names and checksums are ours: letters, digits, dots and hyphens.
    await patiently(sql, `INSERT INTO schema_scripts VALUES (systimestamp(), '${script.name}', '${script.checksum}')`);
    log.info({ script: script.name }, 'applied a QuestDB script');
    applied.push(script.name);
  }
  return applied;
}

/** Runs a statement, again while another connection holds what it needs. */
async function patiently(sql: QuestDbSql, statement: string): Promise<void> {
  const deadline = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      await sql.unsafe(statement).simple();
      return;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (!/busy|could not lock|table already exists|being created|timeout/i.test(message) || performance.now() > deadline) {
        throw new Error(`QuestDB refused: ${message}\n${statement}`, { cause: error });
      }
      await sleep(100);
    }
  }
}

async function findDrift(sql: QuestDbSql, patienceMs: number): Promise<readonly string[]> {
  const expected = (await readFile(join(folder, 'structure.txt'), 'utf8')).split('\n').filter((line) => line !== '');
  const scripts = await readScripts();
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const drift = compareStructure(expected, await describeStructure(sql, scripts));
    if (drift.length === 0 || performance.now() >= deadline) return drift;
    await sleep(100);
  }
}
