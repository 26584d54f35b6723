import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { access, functions, type Columns, type Grant } from './security/access.ts';
import { functionsTable, ownershipTable, rolesTable } from './security/document.ts';
import { databaseRoles } from './security/roles.ts';
import * as exported from './tables.ts';
import { createTestDatabase, type TestDatabase } from './testing/database.ts';

const root = join(import.meta.dirname, '..');

/** A target that may be a row of the platform: a plain key, and a trigger that looks at the tenant. */
const platformTargets = [
  'user_roles_role_id_roles_id_fk',
  'role_permissions_role_id_roles_id_fk',
  'predictions_model_id_model_registry_id_fk',
];

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  client = new pg.Client(database.url);
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

describe('the catalog', () => {
  test('every table has its owner and its rights in access.ts', () => {
    const declared = Object.values(exported).filter((value) => is(value, PgTable));
    expect(access.map(({ table }) => table).sort()).toEqual(declared.map((table) => getTableName(table)).sort());
  });

  test('row policies are on and forced on every table with a tenant, partitions included', async () => {
    const open = await column(`
      SELECT c.relname FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`);
    expect(open).toEqual(
      access
        .filter(({ isolation }) => isolation === 'none')
        .map(({ table }) => table)
        .sort(),
    );
    const withTenant = await column(`
      SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`);
    expect(withTenant.filter((table) => open.includes(table))).toEqual([]);
  });

  test('the policies are those of the data and no others', async () => {
    const { rows } = await client.query<{ table: string; policy: string; roles: string; using: string; check: string | null }>(`
      SELECT p.tablename AS table, p.policyname AS policy, array_to_string(p.roles, ',') AS roles, p.qual AS using, p.with_check AS check
      FROM pg_policies p JOIN pg_class c ON c.relname = p.tablename AND c.relnamespace = 'public'::regnamespace WHERE NOT c.relispartition`);
    expect(rows.map(({ table, policy, using }) => ({ table, policy, using }))).toEqual(rows.map(expectedPolicy));
    expect(rows.filter(({ policy, using, check }) => policy === 'tenant_isolation' && check !== using)).toEqual([]);
    const isolated = rows.filter(({ policy }) => policy === 'tenant_isolation').map(({ table }) => table);
    expect(isolated.sort()).toEqual(
      access
        .filter(({ isolation, grants }) => isolation !== 'none' && grants.some(({ role }) => !isAbove(role)))
        .map(({ table }) => table)
        .sort(),
    );
  });

  test('foreign keys between rows of tenants carry the tenant, and losing the target loses the reference alone', async () => {
    const { rows } = await client.query<{ name: string; text: string }>(`
      SELECT f.conname AS name, pg_get_constraintdef(f.oid) AS text FROM pg_constraint f
      JOIN pg_attribute own ON own.attrelid = f.conrelid AND own.attname = 'tenant_id'
      JOIN pg_attribute target ON target.attrelid = f.confrelid AND target.attname = 'tenant_id'
      WHERE f.contype = 'f' AND f.conparentid = 0 AND f.confrelid <> 'tenants'::regclass`);
    const plain = rows.filter(({ text }) => !/^FOREIGN KEY \(tenant_id, \w+\) REFERENCES \w+\(tenant_id, id\)/.test(text));
    expect(plain.map(({ name }) => name).sort()).toEqual([...platformTargets].sort());
    expect(rows.filter(({ text }) => text.endsWith('ON DELETE SET NULL'))).toEqual([]);
    expect(rows.length).toBeGreaterThan(60);
  });

  test('each role holds the rights of access.ts and none besides', async () => {
    const names = databaseRoles.map(({ name }) => name).filter((name) => name !== 'dcmms_owner');
    const { rows } = await client.query<{ role: string; right: string; table: string; columns: string }>(
      `SELECT r.rolname AS role, k.right, c.relname AS table, string_agg(a.attname::text, ',' ORDER BY a.attnum) AS columns
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       CROSS JOIN pg_roles r CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) AS k ("right")
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND r.rolname = ANY ($1)
         AND has_column_privilege(r.oid, c.oid, a.attnum, k.right)
       GROUP BY 1, 2, 3
       UNION ALL
       SELECT r.rolname, 'DELETE', c.relname, '' FROM pg_class c CROSS JOIN pg_roles r
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND r.rolname = ANY ($1)
         AND has_table_privilege(r.oid, c.oid, 'DELETE')`,
      [names],
    );
    const all = await allColumns();
    const expected = access.flatMap(({ table, grants }) => grants.flatMap((grant) => expectedRights(table, grant, all.get(table) ?? [])));
    const held = rows.map(({ role, right, table, columns }) => `${role} ${right} ${table} ${columns}`.trim());
    expect(held.sort()).toEqual(expected.sort());
  });

  test('nobody may truncate, nobody has rights by being anybody', async () => {
    const rights = await column(`
      SELECT c.relname || ' ' || a.grantee::regrole || ' ' || a.privilege_type
      FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
      WHERE c.relnamespace = 'public'::regnamespace AND (a.grantee = 0 OR a.privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN'))
        AND a.grantee <> 'dcmms_owner'::regrole`);
    expect(rights).toEqual([]);
  });

  test('dcmms_owner owns every table; no role of ours is a superuser or bypasses the policies', async () => {
    expect(await column(`SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace = 'public'::regnamespace`)).toEqual([
      'dcmms_owner',
    ]);
    expect(
      await column(`SELECT rolname FROM pg_roles WHERE rolname LIKE 'dcmms\\_%'
        AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)`),
    ).toEqual([]);
    const members = await column(
      `SELECT roleid::regrole || ' to ' || member::regrole FROM pg_auth_members WHERE member::regrole::text LIKE 'dcmms\\_%'`,
    );
    expect(members).toEqual(['dcmms_directory to dcmms_owner', 'dcmms_search to dcmms_owner']);
  });

  test('functions are callable by those of access.ts, and those that run above the policies pin their search path', async () => {
    const { rows } = await client.query<{ signature: string; callers: string[]; definer: boolean; config: string | null; owner: string }>(
      `SELECT p.oid::regprocedure::text AS signature, p.prosecdef AS definer, array_to_string(p.proconfig, ';') AS config,
         p.proowner::regrole::text AS owner,
         (SELECT coalesce(array_agg(DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END), '{}')
          FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee <> p.proowner) AS callers
       FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace`,
    );
    const signatures = await client.query<{ given: string; written: string }>(
      'SELECT s AS given, s::regprocedure::text AS written FROM unnest($1::text[]) s',
      [functions.map(({ signature }) => signature)],
    );
    const written = new Map(signatures.rows.map((row) => [row.given, row.written]));
    const declared = new Map(functions.map((one) => [written.get(one.signature) ?? '', one]));
    for (const { signature, callers, owner } of rows) {
      const one = declared.get(signature);
      expect([signature, [...callers].sort()]).toEqual([signature, [...new Set<string>(one?.execute ?? [])].sort()]);
      expect([signature, owner]).toEqual([signature, one?.owner ?? 'dcmms_owner']);
    }
    const loose = rows.filter(({ definer, config }) => definer && !/search_path=(public|pg_catalog), pg_temp/.test(config ?? ''));
    expect(loose).toEqual([]);
    expect([...declared.keys()].filter((signature) => !rows.some((row) => row.signature === signature))).toEqual([]);
  });

  test('every business table is audited, and each that is not says why', async () => {
    const audited = await column(`
      SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = 'audit' AND t.tgparentid = 0`);
    expect(audited).toEqual(
      access
        .filter(({ audit }) => typeof audit !== 'string')
        .map(({ table }) => table)
        .sort(),
    );
    expect(access.filter(({ audit }) => audit === '')).toEqual([]);
  });
});

describe('the sources', () => {
  test('no code sets the context of a session instead of a transaction', async () => {
    const offending: string[] = [];
    for (const folder of ['db', 'runtime', 'subgraphs', 'gateway', 'dev', 'e2e']) {
      for (const file of await readdir(join(root, folder), { recursive: true })) {
        if (!/\.(ts|sql)$/.test(file) || file.includes('node_modules') || file.endsWith('.test.ts')) continue;
        const text = await readFile(join(root, folder, file), 'utf8');
        if (/set_config\([^()]*,\s*false\s*\)|\bSET\s+(SESSION\s+)?app\./i.test(text)) offending.push(join(folder, file));
      }
    }
    expect(offending).toEqual([]);
  });

  test('docs/architecture.md shows the tables of roles, owners and functions as they are', async () => {
    const text = await readFile(join(root, 'docs', 'architecture.md'), 'utf8').catch(() => undefined);
    for (const part of text === undefined ? [] : [rolesTable(), ownershipTable(), functionsTable()])
      expect(normal(text ?? '')).toContain(normal(part));
    expect(ownershipTable().split('\n')).toHaveLength(access.length + 2);
  });
});

function isAbove(name: string): boolean {
  return databaseRoles.some((role) => role.name === name && role.abovePolicies);
}

/** A policy says what its name does: one tenant's rows, the platform's, or all for a role above the policies. */
function expectedPolicy({ table, policy, roles }: { table: string; policy: string; roles: string }): object {
  const key = access.find((entry) => entry.table === table)?.isolation === 'self' ? 'id' : 'tenant_id';
  if (policy === 'tenant_isolation') return { table, policy, using: `(${key} = ( SELECT app_tenant_id() AS app_tenant_id))` };
  if (policy === 'platform_rows') return { table, policy, using: '(tenant_id IS NULL)' };
  return { table, policy: isAbove(roles) && policy.startsWith(`above_${roles}`) ? policy : `above_${roles}`, using: 'true' };
}

function expectedRights(table: string, grant: Grant, all: readonly string[]): string[] {
  const line = (right: string, columns: Columns | undefined): string[] => {
    if (columns === undefined) return [];
    const named = columns === 'all' ? all : all.filter((name) => columns.includes(name));
    return [`${grant.role} ${right} ${table} ${named.join(',')}`];
  };
  return [
    ...line('SELECT', grant.select),
    ...line('INSERT', grant.insert),
    ...line('UPDATE', grant.update),
    ...(grant.delete === true ? [`${grant.role} DELETE ${table}`] : []),
  ];
}

async function allColumns(): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(`
    SELECT c.relname AS table, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') GROUP BY 1`);
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

async function column(text: string): Promise<string[]> {
  const { rows } = await client.query<string[]>({ text, rowMode: 'array' });
  return rows.map((row) => row[0] ?? '').sort();
}

/** Prettier pads the cells of a Markdown table. */
function normal(text: string): string {
  return text.replaceAll(/[ -]+/g, ' ');
}
