import { gateways } from '@dcmms/db/telemetry/gateways.ts';
import { readPage } from '@dcmms/runtime/loading.ts';
import { page, predicate, type FilterColumns, type OrderColumns } from '@dcmms/runtime/paging.ts';
import type { Queries } from '../context.ts';
import { gatewayRows } from './reach.ts';

export const listGateways: Queries['gateways'] = (_parent, args, { op }) =>
  readPage(op, {
    target: gatewayRows,
    permission: 'read:telemetry',
    page: page(args, args.orderBy ?? { field: 'code' }, orderColumns, gateways.id),
    where: predicate(args.where, filterColumns),
  });

const orderColumns: OrderColumns = { code: gateways.code, last_seen_at: gateways.lastSeenAt };

const filterColumns: FilterColumns = {
  id: gateways.id,
  code: gateways.code,
  siteId: gateways.siteId,
  status: gateways.status,
  lastSeenAt: gateways.lastSeenAt,
};
