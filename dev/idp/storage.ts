import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

export interface Storage {
  /** The provider's port to what it keeps, for one tenant. */
  adapter(tenant: string): AdapterFactory;
  close(): void;
}

/**
 * Sessions, grants, codes and refresh tokens in one SQLite file, so that signed-in people stay signed in when the provider is
 * restarted or killed. Access tokens are not kept anywhere: they are signed and speak for themselves.
 *
 * @param folder `$DCMMS_HOME/idp`, made if missing.
 */
export function openStorage(folder: string): Storage {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(folder, 'state.sqlite'), { timeout: 5000 });
  // A power cut may cost the last sign-ins (synchronous = NORMAL under WAL), a crash of the process none.
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS kept (
      tenant TEXT NOT NULL, model TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL,
      expires_at INTEGER NOT NULL, grant_id TEXT, uid TEXT, user_code TEXT,
      PRIMARY KEY (tenant, model, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS kept_grant ON kept (tenant, grant_id) WHERE grant_id IS NOT NULL;
    CREATE INDEX IF NOT EXISTS kept_expiry ON kept (expires_at);
  `);
  const sweep = database.prepare('DELETE FROM kept WHERE expires_at < ?');
  const sweepExpired = () => sweep.run(nowSeconds());
  sweepExpired();
  const sweeping = setInterval(sweepExpired, 60_000).unref();
  return {
    adapter: (tenant) => (model) => keep(database, tenant, model),
    close() {
      clearInterval(sweeping);
      database.close();
    },
  };
}

const neverSeconds = Number.MAX_SAFE_INTEGER;

function keep(database: DatabaseSync, tenant: string, model: string): Adapter {
  const write = database.prepare(`
    INSERT INTO kept (tenant, model, id, payload, expires_at, grant_id, uid, user_code) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (tenant, model, id) DO UPDATE SET payload = excluded.payload, expires_at = excluded.expires_at,
      grant_id = excluded.grant_id, uid = excluded.uid, user_code = excluded.user_code`);
  const read = (column: 'id' | 'uid' | 'user_code') =>
    database.prepare(`SELECT payload FROM kept WHERE tenant = ? AND model = ? AND ${column} = ? AND expires_at >= ?`);
  const readById = read('id');
  const readByUid = read('uid');
  const readByUserCode = read('user_code');
  const remove = database.prepare('DELETE FROM kept WHERE tenant = ? AND model = ? AND id = ?');
  const removeGrant = database.prepare(
    "DELETE FROM kept WHERE tenant = ? AND grant_id = ? AND model NOT IN ('Grant', 'Session', 'Interaction')",
  );
  const consume = database.prepare(
    "UPDATE kept SET payload = json_set(payload, '$.consumed', ?) WHERE tenant = ? AND model = ? AND id = ?",
  );

  const found = (row: Record<string, unknown> | undefined): AdapterPayload | undefined =>
    typeof row?.['payload'] === 'string' ? JSON.parse(row['payload']) : undefined;

  return {
    async upsert(id, payload, expiresInSeconds) {
      const expiresAt = expiresInSeconds === undefined ? neverSeconds : nowSeconds() + expiresInSeconds;
      const { grantId = null, uid = null, userCode = null } = payload;
      write.run(tenant, model, id, JSON.stringify(payload), expiresAt, grantId, uid, userCode);
    },
    async find(id) {
      return found(readById.get(tenant, model, id, nowSeconds()));
    },
    async findByUid(uid) {
      return found(readByUid.get(tenant, model, uid, nowSeconds()));
    },
    async findByUserCode(userCode) {
      return found(readByUserCode.get(tenant, model, userCode, nowSeconds()));
    },
    async consume(id) {
      consume.run(nowSeconds(), tenant, model, id);
    },
    async destroy(id) {
      remove.run(tenant, model, id);
    },
    async revokeByGrantId(grantId) {
      removeGrant.run(tenant, grantId);
    },
  };
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
