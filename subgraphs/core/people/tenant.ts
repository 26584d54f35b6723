import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { tenants } from '@dcmms/db/identity/tenants.ts';
import { loadRow } from '@dcmms/runtime/loading.ts';
import { signedIn, type Operation, type Reader } from '@dcmms/runtime/operation.ts';
import type { TenantResolvers } from '../generated/resolvers.ts';
import type { TenantRow } from '../rows.ts';
import { tenantRows } from './reach.ts';

export const Tenant: TenantResolvers = {
  __resolveReference: ({ id }, { op }) => loadTenant(op, id),
};

export function loadTenant(op: Operation, id: string): Promise<TenantRow | undefined> {
  return loadRow(op, tenantRows, signedIn, tenants.id, id);
}

/** What a tenant decides about its work orders. */
export interface TenantSettings {
  /** ISO 4217; costs and limits of the tenant are in it. */
  readonly currency: string;
  /** How far from the scheduled start work may begin, to either side. */
  readonly startToleranceMinutes: number;
}

/** A tenant's settings; what is not set, or not readable, has its default (domain §3.1: two hours). */
export function settingsOf(tenant: TenantRow | undefined): TenantSettings {
  const { currency, start_tolerance_minutes: startToleranceMinutes } = stored.parse(tenant?.metadata ?? {});
  return { currency, startToleranceMinutes };
}

/** The settings of the operation's tenant, read where a loader would not see the transaction's own rows. */
export async function readSettings(reader: Reader): Promise<TenantSettings> {
  return settingsOf(await reader.findOne(tenantRows, signedIn, { where: eq(tenants.id, reader.operation.tenantId) }));
}

const weekMinutes = 7 * 24 * 60;

const readable = z.object({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .catch('USD'),
  start_tolerance_minutes: z.number().int().min(0).max(weekMinutes).catch(120),
});

/** In `tenants.metadata`, beside what others keep there. */
const stored = readable.catch(() => readable.parse({}));
