import { modelRegistry } from '@dcmms/db/predictions/models.ts';
import { readPage } from '@dcmms/runtime/loading.ts';
import { page, predicate, type FilterColumns, type OrderColumns } from '@dcmms/runtime/paging.ts';
import type { Queries } from '../context.ts';
import { modelRows } from './reach.ts';

export const listModels: Queries['models'] = (_parent, args, { op }) =>
  readPage(op, {
    target: modelRows,
    permission: 'read:models',
    page: page(args, args.orderBy ?? { field: 'name' }, orderColumns, modelRegistry.id),
    where: predicate(args.where, filterColumns),
  });

const orderColumns: OrderColumns = { name: modelRegistry.name, created_at: modelRegistry.createdAt };

const filterColumns: FilterColumns = { id: modelRegistry.id, name: modelRegistry.name, status: modelRegistry.status };
