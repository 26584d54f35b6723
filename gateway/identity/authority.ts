import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { Operation } from '@dcmms/runtime/operation.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';
import { widest } from './widest.ts';

/** How a token, or an earlier reading, says who a person is. */
export type Person = { readonly userId: string } | { readonly subject: string; readonly email: string | undefined };

export type Found =
  | { readonly viewer: Viewer }
  /** Why this person is not let in, as a sentence. */
  | { readonly refused: string };

const row = z.object({
  user_id: z.string(),
  email: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  status: z.string(),
  access_over: z.boolean(),
  tenant_code: z.string(),
  tenant_status: z.string(),
  roles: z.array(z.object({ id: z.string(), name: z.string(), displayName: z.string() })),
  grants: z.array(
    z.object({
      permission: z.string(),
      scope: z.enum(['all', 'sites', 'assigned', 'own']),
      constraints: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
  site_ids: z.array(z.string()),
});

/**
 * Reads who a person of a tenant is and what they may do right now, in one statement under the gateway's own login role.
 *
 * A person is found by the provider's subject; by e-mail, in any case of letters, only while no subject is recorded for them: an
 * address that was given to somebody else must not open the account of its former owner.
 */
export async function readAuthority(database: Database, log: Log, tenantId: string, person: Person): Promise<Found> {
  const operation = new Operation({ actor: { kind: 'system', tenantId, name: 'gateway' }, database, log });
  const subject = 'subject' in person ? person.subject : null;
  const email = 'subject' in person ? (person.email ?? null) : null;
  const userId = 'userId' in person ? person.userId : null;
  const rows = await operation.transaction('read authority', (unit) =>
    unit.system(
      'gateway_authority',
      sql`
      select u.id as user_id, u.email, u.first_name, u.last_name, u.status,
        coalesce(u.access_expires_at <= now(), false) as access_over,
        t.tenant_id as tenant_code, t.status as tenant_status,
        coalesce((
          select json_agg(json_build_object('id', r.id, 'name', r.role_name, 'displayName', r.display_name) order by r.role_name)
          from user_roles ur join roles r on r.id = ur.role_id
          where ur.user_id = u.id and (ur.expires_at is null or ur.expires_at > now())), '[]') as roles,
        coalesce((
          select json_agg(json_build_object('permission', p.permission_name, 'scope', rp.scope, 'constraints', rp.constraints))
          from user_roles ur join role_permissions rp on rp.role_id = ur.role_id join permissions p on p.id = rp.permission_id
          where ur.user_id = u.id and (ur.expires_at is null or ur.expires_at > now())), '[]') as grants,
        coalesce((
          select json_agg(us.site_id order by us.site_id)
          from user_sites us
          where us.user_id = u.id and (us.expires_at is null or us.expires_at > now())), '[]') as site_ids
      from users u join tenants t on t.id = u.tenant_id
      where not u.deleted
        and (u.id = ${userId}::uuid or u.idp_user_id = ${subject}::text or (u.idp_user_id is null and u.email = lower(${email}::text)))
      order by u.idp_user_id = ${subject}::text desc nulls last
      limit 1`,
    ),
  );
  const [first] = rows;
  if (!first) return { refused: 'Nobody of this tenant is known by this token. Ask your administrator for an account.' };
  const found = row.parse(first);
  if (found.tenant_status !== 'active') return { refused: 'This tenant is not active.' };
  if (found.status !== 'active') return { refused: 'This account is not active. Ask your administrator.' };
  if (found.access_over) return { refused: 'The time for which this account was given access is over.' };
  return {
    viewer: {
      kind: 'person',
      userId: found.user_id,
      tenantId,
      tenantCode: found.tenant_code,
      email: found.email,
      displayName: `${found.first_name} ${found.last_name}`.trim(),
      roles: found.roles,
      ...widest(found.grants),
      siteIds: found.site_ids,
    },
  };
}
