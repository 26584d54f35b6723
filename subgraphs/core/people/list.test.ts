import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roleId } from '@dcmms/db/identity/matrix.ts';
import { userRoles } from '@dcmms/db/identity/roles.ts';
import { users, userSites } from '@dcmms/db/identity/users.ts';
import { World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

const query = `query ($first: Int, $after: String, $where: UserWhere, $orderBy: UserOrder) {
  users(first: $first, after: $after, where: $where, orderBy: $orderBy) { totalCount nodes { id displayName } pageInfo { endCursor hasNextPage } } }`;

interface Page {
  readonly totalCount: number;
  readonly names: readonly string[];
  readonly endCursor: string | null;
}

/** The first names of a page; everybody of this world is called Doe. */
async function page(as: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Page> {
  const { data, errors } = await world.ask(as, query, { variables: { first: 100, ...variables } });
  expect(errors).toEqual([]);
  const { users: found } = data as {
    users: { totalCount: number; nodes: { displayName: string }[]; pageInfo: { endCursor: string | null } };
  };
  return {
    totalCount: found.totalCount,
    names: found.nodes.map(({ displayName }) => displayName.replace(' Doe', '')).sort(),
    endCursor: found.pageInfo.endCursor,
  };
}

describe('people', () => {
  test('are all of the tenant for a grant on all sites, and those of own sites for one on these', async () => {
    expect((await page('admin')).names).toContain('southerner');
    const near = await page('engineer');
    expect(near.names).toContain('technician');
    expect(near.names).not.toContain('southerner');
    // A role for all sites is on no site's list.
    expect(near.names).not.toContain('admin');
    expect(near.totalCount).toBe(near.names.length);
  });

  test('are found by a part of their name, their state, site and role', async () => {
    const found = async (where: Readonly<Record<string, unknown>>) => (await page('admin', { where })).names;
    expect(await found({ displayName: { contains: 'NICIAN D' } })).toEqual(['technician']);
    expect(await found({ displayName: { eq: 'operator Doe' } })).toEqual(['operator']);
    expect(await found({ status: { eq: 'INACTIVE' } })).toEqual(['leaver']);
    expect(await found({ siteId: { eq: world.sites.south } })).toEqual(['manager', 'neighbour', 'southerner']);
    expect(await found({ role: { in: ['field_technician_mechanical', 'contractor_om'] } })).toEqual(['colleague', 'contractor']);
    expect(await found({ not: { role: { eq: 'field_technician_electrical' } }, siteId: { eq: world.sites.south } })).toEqual([
      'manager',
      'neighbour',
    ]);
  });

  test('come by their last name, a page at a time, without one who was deleted', async () => {
    await world.rows.update(users).set({ lastName: 'Aalto' }).where(eq(users.id, world.users.operator));
    await world.rows.update(users).set({ lastName: 'Zorn' }).where(eq(users.id, world.users.safety));
    await world.rows.update(users).set({ deleted: true }).where(eq(users.id, world.users.auditor));
    const all = await page('admin');
    expect(all.names).not.toContain('auditor');
    const ends = async (direction: string) => (await page('admin', { first: 1, orderBy: { field: 'NAME', direction } })).names;
    expect(await ends('ASC')).toEqual(['operator Aalto']);
    expect(await ends('DESC')).toEqual(['safety Zorn']);
    const walked: string[] = [];
    for (let after: string | null = null; ;) {
      const next: Page = await page('admin', { first: 5, after });
      walked.push(...next.names);
      after = next.endCursor;
      if (next.names.length < 5) break;
    }
    expect(walked.sort()).toEqual(all.names);
  });

  test('have the roles that count now', async () => {
    const { technician } = world.users;
    const expired = { tenantId: world.home, userId: technician, roleId: roleId('scada_operator'), expiresAt: world.hours(-1) };
    await world.rows.insert(userRoles).values(expired);
    await world.rows.insert(userRoles).values({ ...expired, roleId: roleId('bess_specialist'), expiresAt: world.hours(1) });
    const where = { id: { eq: technician } };
    const { data, errors } = await world.ask('admin', 'query ($where: UserWhere) { users(where: $where) { nodes { roles { name } } } }', {
      variables: { where },
    });
    expect(errors).toEqual([]);
    expect(data).toEqual({ users: { nodes: [{ roles: [{ name: 'bess_specialist' }, { name: 'field_technician_electrical' }] }] } });
    expect((await page('admin', { where: { role: { eq: 'scada_operator' } } })).names).not.toContain('technician');
    await world.rows.delete(userRoles).where(and(eq(userRoles.userId, technician), eq(userRoles.roleId, roleId('bess_specialist'))));
  });

  test('a site that somebody is no longer on counts no longer', async () => {
    await world.rows
      .update(userSites)
      .set({ expiresAt: world.hours(-1) })
      .where(eq(userSites.userId, world.users.coordinator));
    expect((await page('engineer')).names).not.toContain('coordinator');
    expect((await page('admin', { where: { siteId: { eq: world.sites.north } } })).names).not.toContain('coordinator');
  });

  test('and their roles come in three statements, however many there are', async () => {
    const before = world.core.database.statements;
    await world.ask('admin', '{ users(first: 100) { nodes { displayName roles { name } } } }');
    expect(world.core.database.statements - before).toBeLessThanOrEqual(3);
  });
});
