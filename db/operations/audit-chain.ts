import { createHash } from 'node:crypto';
import type pg from 'pg';

/**
 * Appends audit rows that are in no chain yet to the chain of their tenant and month, the oldest first, as `dcmms_seal`. Every
 * row's hash is SHA-256 over the hash of the row before it, the person's id and `audit_log_text(row)`.
 *
 * @returns How many; fewer than `rowsMax` when no more were there.
 */
export async function sealAuditLogs(client: pg.ClientBase, rowsMax: number): Promise<number> {
  const { rows } = await client.query<{ sealed: number }>('SELECT seal_audit_logs($1) AS sealed', [rowsMax]);
  return rows[0]?.sealed ?? 0;
}

/** The first row at which a chain does not hold. */
export interface BrokenLink {
  /** Place in the chain, from 1 on. */
  readonly position: number;
  /** Null where it is a row that should be there and is not. */
  readonly id: string | null;
  /**
   * `changed`: the row's fields do not give its hash. `relinked`: it does not follow on the row before. `missing`: no row has this
   * place. `misplaced`: another row has its place, or it has none. `unrecorded`: the chain ends otherwise than `audit_chains` tells.
   */
  readonly fault: 'changed' | 'relinked' | 'missing' | 'misplaced' | 'unrecorded';
}

export interface ChainVerdict {
  readonly broken: BrokenLink | null;
  /** Rows whose place and hash were right, up to the broken one. */
  readonly verified: number;
  /** Rows that no chain protects yet. */
  readonly unsealed: number;
  /** The hash of the last row that was right, hex; null where there is none. Kept elsewhere, it proves the chain up to there. */
  readonly head: string | null;
}

interface SealedRow {
  readonly id: string;
  readonly position: number;
  readonly prevHash: Buffer | null;
  readonly hash: Buffer;
  readonly userId: string | null;
  readonly text: string;
}

/** Rows in memory at a time. */
const page = 1_000;

/**
 * Computes the hash chain of one tenant's audit of one month again and compares.
 *
 * A person whose row has gone is gone from the audit's rows too, but not from their hashes: for rows without a person the ids of
 * removed people are tried, which the audit of their removal tells.
 *
 * @param client Of whoever may read the audit: `dcmms_core`, or above the policies. In no transaction: it gets one of its own.
 * @param month `2026-11`, UTC.
 */
export async function verifyAuditChain(client: pg.ClientBase, tenantId: string, month: string): Promise<ChainVerdict> {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new Error(`${month} is no month; write it as 2026-11.`);
  // One snapshot for the rows and for the recorded end, while the audit goes on.
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await client.query(`SELECT set_config('app.tenant_id', $1, true), set_config('timezone', 'UTC', true)`, [tenantId]);
    return await verify(client, tenantId, `${month}-01`);
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

async function verify(client: pg.ClientBase, tenantId: string, firstDay: string): Promise<ChainVerdict> {
  const { rows: recorded } = await client.query<{ length: number; hash: Buffer }>(
    'SELECT length::int AS length, hash FROM audit_chains WHERE tenant_id = $1 AND month = $2',
    [tenantId, firstDay],
  );
  const { rows: counted } = await client.query<{ unsealed: number }>(
    `SELECT count(*)::int AS unsealed FROM audit_logs
     WHERE tenant_id = $1 AND "timestamp" >= $2::date AND "timestamp" < $2::date + interval '1 month' AND hash IS NULL`,
    [tenantId, firstDay],
  );
  let position = 0;
  let head: Buffer | undefined;
  let gone: readonly string[] | undefined;
  const verdict = (fault?: BrokenLink['fault'], id: string | null = null, at = position + 1): ChainVerdict => ({
    broken: fault === undefined ? null : { position: at, id, fault },
    verified: position,
    unsealed: counted[0]?.unsealed ?? 0,
    head: head?.toString('hex') ?? null,
  });

  for await (const row of sealedRows(client, tenantId, firstDay)) {
    if (row.position <= position) return verdict('misplaced', row.id, row.position);
    if (row.position > position + 1) return verdict('missing');
    const previous = head ?? Buffer.alloc(32);
    if (row.prevHash === null || !row.prevHash.equals(previous)) return verdict('relinked', row.id);
    const isRight = (userId: string): boolean => hashOf(previous, userId, row.text).equals(row.hash);
    if (!isRight(row.userId ?? '')) {
      if (row.userId !== null) return verdict('changed', row.id);
      gone ??= await removedPeople(client, tenantId);
      if (!gone.some(isRight)) return verdict('changed', row.id);
    }
    position = row.position;
    head = row.hash;
  }
  const [end] = recorded;
  if (end !== undefined && end.length > position) return verdict('missing');
  if (position > 0 && (end === undefined || end.length < position || !head?.equals(end.hash))) return verdict('unrecorded', null, position);
  return verdict();
}

async function* sealedRows(client: pg.ClientBase, tenantId: string, firstDay: string): AsyncGenerator<SealedRow> {
  // A statement that makes a cursor takes no parameters.
  const [tenant, from] = [client.escapeLiteral(tenantId), client.escapeLiteral(firstDay)];
  await client.query(
    `DECLARE chain NO SCROLL CURSOR FOR
     SELECT id, coalesce(chain_position, 0)::int AS position, prev_hash AS "prevHash", hash, user_id AS "userId", audit_log_text(a) AS text
     FROM audit_logs a
     WHERE tenant_id = ${tenant} AND "timestamp" >= ${from}::date AND "timestamp" < ${from}::date + interval '1 month' AND hash IS NOT NULL
     ORDER BY coalesce(chain_position, 0), id`,
  );
  for (;;) {
    const { rows } = await client.query<SealedRow>(`FETCH ${page} FROM chain`);
    yield* rows;
    if (rows.length < page) return;
  }
}

async function removedPeople(client: pg.ClientBase, tenantId: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT DISTINCT a.resource_id AS id FROM audit_logs a
     WHERE a.tenant_id = $1 AND a.resource_type = 'users' AND a.action = 'delete'
       AND NOT EXISTS (SELECT FROM users u WHERE u.id = a.resource_id)`,
    [tenantId],
  );
  return rows.map(({ id }) => id);
}

function hashOf(previous: Buffer, userId: string, text: string): Buffer {
  return createHash('sha256').update(previous).update(`${userId} ${text}`).digest();
}
