import { eq } from 'drizzle-orm';
import { sites } from '@dcmms/db/sites/sites.ts';
import { allOf } from '@dcmms/runtime/guard.ts';
import { readPage } from '@dcmms/runtime/loading.ts';
import { page, predicate, type FilterColumns, type OrderColumns } from '@dcmms/runtime/paging.ts';
import type { Queries } from '../context.ts';
import { siteRows } from './reach.ts';

export const listSites: Queries['sites'] = (_parent, args, { op }) =>
  readPage(op, {
    target: siteRows,
    permission: 'read:sites',
    page: page(args, args.orderBy ?? { field: 'code' }, orderColumns, sites.id),
    where: allOf(eq(sites.deleted, false), predicate(args.where, filterColumns)),
  });

const orderColumns: OrderColumns = { code: sites.code, name: sites.name, created_at: sites.createdAt };

const filterColumns: FilterColumns = { id: sites.id, code: sites.code, name: sites.name, type: sites.siteType, status: sites.status };
