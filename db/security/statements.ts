import { access, functions, type Audit, type Columns, type Grant, type TableAccess } from './access.ts';
import { databaseRoles, type DatabaseRoleName } from './roles.ts';

/** The one predicate of tenancy: evaluated once per statement, and an index serves it. */
const tenantIs = (column: string): string => `${column} = (SELECT app_tenant_id())`;

const above = new Set<DatabaseRoleName>(databaseRoles.filter((role) => role.abovePolicies).map((role) => role.name));

/**
 * The SQL that brings rights, policies and audit triggers of a database to what `access.ts` says, whatever they were before.
 * Run by dcmms_owner in one transaction, so that no moment is without policies.
 */
export function securityStatements(): string[] {
  return [
    ...clean(),
    ...access.flatMap(secureTable),
    ...functions.flatMap(secureFunction),
    'REVOKE CREATE ON SCHEMA public FROM dcmms_directory',
  ];
}

function clean(): string[] {
  const roles = databaseRoles.map((role) => role.name).filter((name) => name !== 'dcmms_owner');
  return [
    `GRANT USAGE ON SCHEMA public TO ${roles.join(', ')}`,
    // Takes the rights on single columns as well.
    `REVOKE ALL ON ${access.map(({ table }) => quote(table)).join(', ')} FROM PUBLIC, ${roles.join(', ')}`,
    // Partitions keep theirs, which ensure_partitions() gave them.
    `DO $$ DECLARE p record; BEGIN
       FOR p IN SELECT c.oid::regclass AS name, pol.polname FROM pg_policy pol JOIN pg_class c ON c.oid = pol.polrelid
         WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
       LOOP EXECUTE format('DROP POLICY %I ON %s', p.polname, p.name); END LOOP;
       FOR p IN SELECT c.oid::regclass AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
         WHERE t.tgname = 'audit' AND t.tgparentid = 0 AND c.relnamespace = 'public'::regnamespace
       LOOP EXECUTE format('DROP TRIGGER audit ON %s', p.name); END LOOP;
     END $$`,
    // Whoever owns a function must be able to create one.
    'GRANT CREATE ON SCHEMA public TO dcmms_directory',
  ];
}

function secureTable(entry: TableAccess): string[] {
  return [...policies(entry), ...entry.grants.flatMap((grant) => grantOn(entry.table, grant)), ...auditTrigger(entry)];
}

function policies({ table, isolation, grants }: TableAccess): string[] {
  if (isolation === 'none') return [];
  const held = grants.map(({ role }) => role).filter((role) => !above.has(role));
  const predicate = tenantIs(isolation === 'self' ? 'id' : 'tenant_id');
  const statements = [`ALTER TABLE ${quote(table)} ENABLE ROW LEVEL SECURITY`, `ALTER TABLE ${quote(table)} FORCE ROW LEVEL SECURITY`];
  if (held.length > 0) {
    statements.push(`CREATE POLICY tenant_isolation ON ${quote(table)} TO ${unique(held)} USING (${predicate}) WITH CHECK (${predicate})`);
    if (isolation === 'tenant-or-platform') {
      statements.push(`CREATE POLICY platform_rows ON ${quote(table)} FOR SELECT TO ${unique(held)} USING (tenant_id IS NULL)`);
    }
  }
  for (const grant of grants.filter(({ role }) => above.has(role))) {
    for (const command of policyCommands(grant)) {
      statements.push(
        `CREATE POLICY above_${grant.role}_${command.toLowerCase()} ON ${quote(table)} FOR ${command} TO ${grant.role} USING (true)`,
      );
    }
  }
  // Forced policies hold the owner too; migrations and the functions that run as it see everything.
  statements.push(`CREATE POLICY above_dcmms_owner ON ${quote(table)} TO dcmms_owner USING (true) WITH CHECK (true)`);
  return statements;
}

function policyCommands(grant: Grant): ('SELECT' | 'DELETE')[] {
  if (grant.insert !== undefined || grant.update !== undefined) {
    throw new Error(`${grant.role} stands above the policies and may read and delete, not write`);
  }
  return [...(grant.select === undefined ? [] : (['SELECT'] as const)), ...(grant.delete === undefined ? [] : (['DELETE'] as const))];
}

function grantOn(table: string, grant: Grant): string[] {
  const rights = [
    right('SELECT', grant.select),
    right('INSERT', grant.insert),
    right('UPDATE', grant.update),
    grant.delete === true ? 'DELETE' : undefined,
  ].filter((text) => text !== undefined);
  return [`GRANT ${rights.join(', ')} ON ${quote(table)} TO ${grant.role}`];
}

function right(name: string, columns: Columns | undefined): string | undefined {
  if (columns === undefined) return undefined;
  return columns === 'all' ? name : `${name} (${columns.map(quote).join(', ')})`;
}

function auditTrigger({ table, isolation, audit }: TableAccess): string[] {
  if (typeof audit === 'string') return [];
  const parameters = auditArguments(table, isolation === 'self' ? 'id' : 'tenant_id', audit).map((value) => `'${value}'`);
  return [
    `CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON ${quote(table)} FOR EACH ROW EXECUTE FUNCTION audit_row(${parameters.join(', ')})`,
  ];
}

function auditArguments(table: string, tenant: string, audit: Audit): string[] {
  return [table, audit.id, tenant, audit.category, audit.ignored.join(','), audit.secret.join(','), audit.onInsert, audit.onDelete];
}

function secureFunction({ signature, owner, execute }: (typeof functions)[number]): string[] {
  const roles = databaseRoles.map((role) => role.name).filter((name) => name !== 'dcmms_owner');
  return [
    ...(owner === undefined ? [] : [`ALTER FUNCTION ${signature} OWNER TO ${owner}`]),
    `REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC, ${roles.filter((role) => role !== owner).join(', ')}`,
    `GRANT EXECUTE ON FUNCTION ${signature} TO ${unique(execute)}`,
  ];
}

function unique(names: readonly string[]): string {
  return [...new Set(names)].join(', ');
}

function quote(name: string): string {
  return `"${name}"`;
}
