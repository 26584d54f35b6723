import type { WorkOrderPriority, WorkOrderStatus, WorkOrderType, WorkOrderWhere } from '../gql/graphql.ts';

/** Which orders are meant, as the URL says it: one model for the list and the board. Empty is everything. */
export interface OrderFilter {
  /** Part of the number or the title. */
  readonly text: string;
  readonly statuses: readonly WorkOrderStatus[];
  readonly priorities: readonly WorkOrderPriority[];
  readonly types: readonly WorkOrderType[];
  readonly siteIds: readonly string[];
  readonly assetId: string | undefined;
  readonly assigneeIds: readonly string[];
  readonly overdue: boolean;
}

/** The filter as the graph asks it; undefined when everything is meant. */
export function whereOf(filter: OrderFilter): WorkOrderWhere | undefined {
  const parts: WorkOrderWhere[] = [
    ...(filter.text === '' ? [] : [{ or: [{ number: { contains: filter.text } }, { title: { contains: filter.text } }] }]),
    ...(filter.statuses.length === 0 ? [] : [{ status: { in: filter.statuses } }]),
    ...(filter.priorities.length === 0 ? [] : [{ priority: { in: filter.priorities } }]),
    ...(filter.types.length === 0 ? [] : [{ type: { in: filter.types } }]),
    ...(filter.siteIds.length === 0 ? [] : [{ siteId: { in: filter.siteIds } }]),
    ...(filter.assetId === undefined ? [] : [{ assetId: { eq: filter.assetId } }]),
    ...(filter.assigneeIds.length === 0 ? [] : [{ assignedToId: { in: filter.assigneeIds } }]),
    ...(filter.overdue ? [{ isOverdue: { eq: true } }] : []),
  ];
  return parts.length === 0 ? undefined : { and: parts };
}

/** What an order's own fields say of the filter. */
export interface Filterable {
  readonly number: string;
  readonly title: string;
  readonly status: WorkOrderStatus;
  readonly priority: WorkOrderPriority;
  readonly type: WorkOrderType;
  readonly site?: { readonly id: string } | null;
  readonly asset?: { readonly id: string } | null;
  readonly assignedTo?: { readonly id: string } | null;
}

/** Whether a change of an order may concern a list with this filter. What is overdue only the graph can tell: it may. */
export function mayMatch(filter: OrderFilter, order: Filterable): boolean {
  const text = filter.text.toLowerCase();
  return (
    `${order.number}\n${order.title}`.toLowerCase().includes(text) &&
    oneOf(filter.statuses, order.status) &&
    oneOf(filter.priorities, order.priority) &&
    oneOf(filter.types, order.type) &&
    oneOf(filter.siteIds, order.site?.id) &&
    oneOf(filter.assetId === undefined ? [] : [filter.assetId], order.asset?.id) &&
    oneOf(filter.assigneeIds, order.assignedTo?.id)
  );
}

function oneOf(wanted: readonly string[], value: string | undefined): boolean {
  return wanted.length === 0 || (value !== undefined && wanted.includes(value));
}
