import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Viewer } from '../viewer.ts';

export interface TestTenant {
  readonly id: string;
  readonly userId: string;
  viewer(
    grants: Readonly<Record<string, Viewer['grants'] extends ReadonlyMap<string, infer Scopes> ? Scopes : never>>,
    siteIds?: readonly string[],
  ): Viewer;
}

/** A tenant with one person, written above the policies. */
export async function createTenant(url: string): Promise<TestTenant> {
  const code = `t${randomUUID().slice(0, 8)}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tenant = await client.query<{ id: string }>(`insert into tenants (tenant_id, name) values ($1, $1) returning id`, [code]);
    const id = tenant.rows[0]?.id ?? '';
    const email = `somebody@${code}.test`;
    const user = await client.query<{ id: string }>(
      `insert into users (tenant_id, user_id, email, first_name, last_name) values ($1, $2, $2, 'Some', 'Body') returning id`,
      [id, email],
    );
    const userId = user.rows[0]?.id ?? '';
    return {
      id,
      userId,
      viewer: (grants, siteIds = []) => ({
        kind: 'person',
        userId,
        tenantId: id,
        tenantCode: code,
        email,
        displayName: 'Some Body',
        roles: [],
        grants: new Map(Object.entries(grants)),
        limits: new Map(),
        siteIds,
      }),
    };
  } finally {
    await client.end();
  }
}
