import { access, functions, type Columns, type Grant } from './access.ts';
import { databaseRoles } from './roles.ts';

/** Who owns which table and who else reaches into it, as a Markdown table for `docs/architecture.md`. */
export function ownershipTable(): string {
  const lines = access.map(({ table, owner, grants, audit }) => {
    const others = owner === 'operations' ? grants : grants.slice(1);
    const crossings = others.map((grant) => `\`${grant.role}\` ${rights(grant)}: ${grant.why ?? ''}`);
    const audited = typeof audit === 'string' ? `no: ${audit}` : 'yes';
    return `| \`${table}\` | ${owner} | ${crossings.join('<br>')} | ${audited} |`;
  });
  return ['| table | owner | who else, to what | audited |', '|---|---|---|---|', ...lines].join('\n');
}

/** The roles of the database and what each is for. */
export function rolesTable(): string {
  const lines = databaseRoles.map(
    ({ name, login, abovePolicies, job }) => `| \`${name}\` | ${login ? 'yes' : 'no'} | ${abovePolicies ? 'yes' : 'no'} | ${job} |`,
  );
  return ['| role | signs in | sees all tenants where it may read | for |', '|---|---|---|---|', ...lines].join('\n');
}

/** The functions that somebody may call. */
export function functionsTable(): string {
  const lines = functions.map(
    ({ signature, does, execute }) => `| \`${signature}\` | ${does} | ${execute.map((role) => `\`${role}\``).join(' ')} |`,
  );
  return ['| function | gives | who calls it |', '|---|---|---|', ...lines].join('\n');
}

function rights(grant: Grant): string {
  return [part('reads', grant.select), part('adds', grant.insert), part('changes', grant.update), grant.delete === true ? 'deletes' : '']
    .filter((text) => text !== '')
    .join(', ');
}

function part(verb: string, columns: Columns | undefined): string {
  if (columns === undefined) return '';
  return columns === 'all' ? verb : `${verb} ${columns.map((column) => `\`${column}\``).join(' ')}`;
}
