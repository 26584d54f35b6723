import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { sealAuditLogs } from '@dcmms/db/operations/audit-chain.ts';
import { createTestDatabase, type TestDatabase } from '@dcmms/db/testing/database.ts';
import type {} from '@dcmms/db/testing/servers.ts';
import { createTestTenant, type TestTenant } from '@dcmms/db/testing/tenant.ts';

const month = new Date().toISOString().slice(0, 7);

let database: TestDatabase;
let admin: pg.Client;
let tenants: [TestTenant, TestTenant];

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  admin = new pg.Client(database.url);
  await admin.connect();
  tenants = [await createTestTenant(admin), await createTestTenant(admin)];
  await sealAuditLogs(admin, 1_000);
});

afterAll(async () => {
  await admin.end();
  await database.drop();
});

test('the command tells the end of every chain, and fails at the row that was changed', async () => {
  const [whole, changed] = tenants;
  const { rows } = await admin.query<{ hash: string }>(`SELECT encode(hash, 'hex') AS hash FROM audit_chains WHERE tenant_id = $1`, [
    whole.tenantId,
  ]);
  expect(verify('--tenant', whole.code)).toEqual({
    status: 0,
    lines: [`${whole.code} ${month} holds: 6 rows, ends with ${rows[0]?.hash}; 0 rows wait for their seal`],
  });
  expect(verify()).toMatchObject({ status: 0, lines: [expect.stringContaining('holds'), expect.stringContaining('holds')] });

  await admin.query('ALTER TABLE audit_logs DISABLE TRIGGER USER');
  await admin.query(`UPDATE audit_logs SET action = 'read' WHERE tenant_id = $1 AND chain_position = 4`, [changed.tenantId]);
  const { status, lines } = verify('--month', month);
  expect(status).toBe(1);
  expect(lines.filter((line) => line.includes('BROKEN'))).toEqual([
    expect.stringMatching(
      new RegExp(`^${changed.code} ${month} BROKEN at place 4 \\(changed, row [-0-9a-f]{36}\\); 3 rows before it hold$`),
    ),
  ]);
  expect(lines).toHaveLength(2);
  expect(verify('--tenant', 'nobody')).toEqual({ status: 1, lines: [expect.stringContaining('no such chain')] });
});

function verify(...options: string[]): { status: number | null; lines: string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'verify-audit.ts'), ...options], {
    env: { PATH: process.env['PATH'], DATABASE_URL: database.url },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, lines: `${stdout}${stderr}`.trim().split('\n') };
}
