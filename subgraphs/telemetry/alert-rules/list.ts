import { alertRules } from '@dcmms/db/telemetry/alert-rules.ts';
import { readPage } from '@dcmms/runtime/loading.ts';
import { page, predicate, type FilterColumns, type OrderColumns } from '@dcmms/runtime/paging.ts';
import type { Queries } from '../context.ts';
import { ruleRows } from './reach.ts';

export const listAlertRules: Queries['alertRules'] = (_parent, args, { op }) =>
  readPage(op, {
    target: ruleRows,
    permission: 'read:alerts',
    page: page(args, args.orderBy ?? { field: 'code' }, orderColumns, alertRules.id),
    where: predicate(args.where, filterColumns),
  });

const orderColumns: OrderColumns = { code: alertRules.code, name: alertRules.name };

const filterColumns: FilterColumns = {
  id: alertRules.id,
  code: alertRules.code,
  name: alertRules.name,
  enabled: alertRules.enabled,
  severity: alertRules.severity,
};
