import { getTableColumns, sql } from 'drizzle-orm';
import { assets } from '@dcmms/db/sites/assets.ts';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { anyOf, guardColumns } from '@dcmms/runtime/guard.ts';

const { hierarchyLevel, ...columns } = getTableColumns(assets);

/** Assets under the graph's names. Who works by assignment sees the assets of their orders. */
export const assetRows = guardColumns(
  assets,
  { ...columns, level: hierarchyLevel },
  {
    sites: (siteIds) => anyOf(assets.siteId, siteIds),
    assigned: (userId) => sql`${assets.id} in (select ${workOrders.assetId} from ${workOrders} where ${workOrders.assignedTo} = ${userId})`,
  },
);
