import { parseArgs } from 'node:util';
import pg from 'pg';
import { verifyAuditChain, type ChainVerdict } from '@dcmms/db/operations/audit-chain.ts';
import { readReadyFile } from './installation/ready.ts';

interface Chain {
  readonly tenantId: string;
  readonly code: string;
  readonly month: string;
}

/**
 * `node dev/verify-audit.ts [--tenant helios] [--month 2026-11]`: computes the audit's hash chains again, those of all tenants and
 * months or the named ones, for `DATABASE_URL` or for the running installation. A line for each with the hash it ends with; the
 * exit code is 1 when one does not hold.
 */
try {
  const { values } = parseArgs({ options: { tenant: { type: 'string' }, month: { type: 'string' } } });
  const url = process.env['DATABASE_DIRECT_URL'] || process.env['DATABASE_URL'] || readReadyFile().database;
  const client = new pg.Client({ connectionString: url, application_name: 'dcmms-verify-audit' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const chains = await chainsOf(client, values.tenant, values.month);
    if (chains.length === 0) throw new Error('There is no such chain: nothing has been sealed for this tenant and month.');
    for (const chain of chains) {
      const verdict = await verifyAuditChain(client, chain.tenantId, chain.month);
      console.log(`${chain.code} ${chain.month} ${sentence(verdict)}`);
      if (verdict.broken !== null) process.exitCode = 1;
    }
  } finally {
    await client.end();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function chainsOf(client: pg.ClientBase, tenant: string | undefined, month: string | undefined): Promise<Chain[]> {
  const { rows } = await client.query<Chain>(
    `SELECT c.tenant_id AS "tenantId", coalesce(t.tenant_id, c.tenant_id::text) AS code, to_char(c.month, 'YYYY-MM') AS month
     FROM audit_chains c LEFT JOIN tenants t ON t.id = c.tenant_id
     WHERE ($1::text IS NULL OR t.tenant_id = $1) AND ($2::text IS NULL OR to_char(c.month, 'YYYY-MM') = $2)
     ORDER BY code, month`,
    [tenant ?? null, month ?? null],
  );
  return rows;
}

function sentence({ broken, verified, unsealed, head }: ChainVerdict): string {
  if (broken === null) return `holds: ${verified} rows, ends with ${head ?? 'nothing'}; ${unsealed} rows wait for their seal`;
  return `BROKEN at place ${broken.position} (${broken.fault}, row ${broken.id ?? 'unknown'}); ${verified} rows before it hold`;
}
