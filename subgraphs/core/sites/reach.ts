import { getTableColumns, sql } from 'drizzle-orm';
import { sites } from '@dcmms/db/sites/sites.ts';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { anyOf, guardColumns } from '@dcmms/runtime/guard.ts';

const { siteType, ...columns } = getTableColumns(sites);

/** Sites under the graph's names. Who works by assignment sees the sites of their orders. */
export const siteRows = guardColumns(
  sites,
  { ...columns, type: siteType },
  {
    sites: (siteIds) => anyOf(sites.id, siteIds),
    assigned: (userId) => sql`${sites.id} in (select ${workOrders.siteId} from ${workOrders} where ${workOrders.assignedTo} = ${userId})`,
  },
);
