import { and, eq } from 'drizzle-orm';
import { sites } from '@dcmms/db/sites/sites.ts';
import { loadRow } from '@dcmms/runtime/loading.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import { assetsBelow } from '../assets/list.ts';
import type { Queries } from '../context.ts';
import type { SiteResolvers } from '../generated/resolvers.ts';
import { exactlyOne } from '../key.ts';
import type { SiteRow } from '../rows.ts';
import { ordersBelow } from '../work-orders/list.ts';
import { siteRows } from './reach.ts';

export const findSite: Queries['site'] = (_parent, args, { op }) => {
  const key = exactlyOne(args.id, args.code, 'code');
  const where = 'id' in key ? eq(sites.id, key.id) : eq(sites.code, key.code);
  return op.read.findOne(siteRows, 'read:sites', { where: and(where, eq(sites.deleted, false)) });
};

export const Site: SiteResolvers = {
  __resolveReference: ({ id }, { op }) => loadSite(op, id),
  assets: (site, args, { op }) => assetsBelow(op, 'siteId', site.id, args),
  workOrders: (site, args, { op }) => ordersBelow(op, 'siteId', site.id, args),
};

/** A site that something points at: one that was deleted is still named by its old orders. */
export function loadSite(op: Operation, id: string): Promise<SiteRow | undefined> {
  return loadRow(op, siteRows, 'read:sites', sites.id, id);
}
