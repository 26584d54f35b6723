import { sites } from '@dcmms/db/sites/sites.ts';
import { anyOf } from '@dcmms/runtime/guard.ts';
import { signedIn } from '@dcmms/runtime/operation.ts';
import { asc } from 'drizzle-orm';
import type { Queries } from '../context.ts';
import type { ViewerResolvers } from '../generated/resolvers.ts';
import { siteRows } from '../sites/reach.ts';
import { loadRole } from './role.ts';
import { loadTenant } from './tenant.ts';

export const viewer: Queries['viewer'] = (_parent, _args, { op }) => op.viewer;

export const Viewer: ViewerResolvers = {
  id: (viewer) => viewer.userId,
  tenant: async (viewer, _args, { op }) => {
    const tenant = await loadTenant(op, viewer.tenantId);
    if (!tenant) throw new Error(`The viewer's tenant ${viewer.tenantId} does not exist.`);
    return tenant;
  },
  roles: async (viewer, _args, { op }) => {
    const rows = await Promise.all(viewer.roles.map((role) => loadRole(op, role.id)));
    return rows.filter((row) => row !== undefined);
  },
  permissions: (viewer) => [...viewer.grants].flatMap(([permission, scopes]) => (scopes.length > 0 ? [permission] : [])).sort(),
  // The list of one's sites is one's own: it needs no permission to see sites.
  sites: (viewer, _args, { op }) =>
    op.read.find(siteRows, signedIn, { where: anyOf(sites.id, viewer.siteIds), orderBy: [asc(sites.code)] }),
};
