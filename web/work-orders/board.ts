import { graphql } from '../gql/gql.ts';
import type { WorkOrdersBoardQuery, WorkOrderStatus, WorkOrderWhere } from '../gql/graphql.ts';
import type { OrderRow } from './order-row.ts';
import { orderStatuses } from './statuses.ts';

/** How many cards a column shows; the list has the rest. */
export const cardsMax = 30;

/** The board in one answer: a page of every state, of what is over only when it is asked for. */
export const boardQuery = graphql(`
  query WorkOrdersBoard(
    $cards: Int!
    $ended: Boolean!
    $draft: WorkOrderWhere!
    $submitted: WorkOrderWhere!
    $approved: WorkOrderWhere!
    $scheduled: WorkOrderWhere!
    $assigned: WorkOrderWhere!
    $inProgress: WorkOrderWhere!
    $onHold: WorkOrderWhere!
    $completed: WorkOrderWhere!
    $verified: WorkOrderWhere!
    $closed: WorkOrderWhere!
    $cancelled: WorkOrderWhere!
  ) {
    draft: workOrders(first: $cards, where: $draft, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount
      nodes {
        id
        ...WorkOrdersRow
      }
    }
    submitted: workOrders(first: $cards, where: $submitted, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount
      nodes {
        id
        ...WorkOrdersRow
      }
    }
    approved: workOrders(first: $cards, where: $approved, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount
      nodes {
        id
        ...WorkOrdersRow
      }
    }
    scheduled: workOrders(first: $cards, where: $scheduled, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount
      nodes {
        id
        ...WorkOrdersRow
      }
    }
    assigned: workOrders(first: $cards, where: $assigned, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount
      nodes {
        id
        ...WorkOrdersRow
      }
    }
    inProgress: workOrders(first: $cards, where: $inProgress, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount
      nodes {
        id
        ...WorkOrdersRow
      }
    }
    onHold: workOrders(first: $cards, where: $onHold, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount
      nodes {
        id
        ...WorkOrdersRow
      }
    }
    completed: workOrders(first: $cards, where: $completed, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount
      nodes {
        id
        ...WorkOrdersRow
      }
    }
    verified: workOrders(first: $cards, where: $verified, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount
      nodes {
        id
        ...WorkOrdersRow
      }
    }
    closed: workOrders(first: $cards, where: $closed, orderBy: { field: UPDATED_AT, direction: DESC }) @include(if: $ended) {
      totalCount
      nodes {
        id
        ...WorkOrdersRow
      }
    }
    cancelled: workOrders(first: $cards, where: $cancelled, orderBy: { field: UPDATED_AT, direction: DESC }) @include(if: $ended) {
      totalCount
      nodes {
        id
        ...WorkOrdersRow
      }
    }
  }
`);

/** The variables of the board for one filter: each column asks for its own state within it. */
export function boardVariables(where: WorkOrderWhere | undefined, ended: boolean) {
  const column = (status: WorkOrderStatus): WorkOrderWhere => ({ and: [{ status: { eq: status } }, ...(where ? [where] : [])] });
  return {
    cards: cardsMax,
    ended,
    draft: column('DRAFT'),
    submitted: column('SUBMITTED'),
    approved: column('APPROVED'),
    scheduled: column('SCHEDULED'),
    assigned: column('ASSIGNED'),
    inProgress: column('IN_PROGRESS'),
    onHold: column('ON_HOLD'),
    completed: column('COMPLETED'),
    verified: column('VERIFIED'),
    closed: column('CLOSED'),
    cancelled: column('CANCELLED'),
  };
}

export interface Column {
  readonly status: WorkOrderStatus;
  readonly cards: readonly OrderRow[];
  /** How many there are with the filter, shown or not. */
  readonly total: number;
}

/** The state that a phone opens on: where work stands or goes on, else the first of the life that has orders. */
export function openColumn(columns: readonly Column[]): Column | undefined {
  const busy = columns.filter(({ total }) => total > 0);
  return busy.find(({ status }) => status === 'ON_HOLD') ?? busy.find(({ status }) => status === 'IN_PROGRESS') ?? busy[0] ?? columns[0];
}

/**
 * The columns of an answer. A card stands where its order is now, not where it was when its column was read: changes that arrive
 * live move it at once.
 */
export function columnsOf(data: WorkOrdersBoardQuery | undefined, statuses: readonly WorkOrderStatus[]): Column[] {
  const read = new Map<WorkOrderStatus, { readonly totalCount: number; readonly nodes: readonly OrderRow[] } | undefined>([
    ['DRAFT', data?.draft],
    ['SUBMITTED', data?.submitted],
    ['APPROVED', data?.approved],
    ['SCHEDULED', data?.scheduled],
    ['ASSIGNED', data?.assigned],
    ['IN_PROGRESS', data?.inProgress],
    ['ON_HOLD', data?.onHold],
    ['COMPLETED', data?.completed],
    ['VERIFIED', data?.verified],
    ['CLOSED', data?.closed],
    ['CANCELLED', data?.cancelled],
  ]);
  const cards = [...new Map(orderStatuses.flatMap((status) => read.get(status)?.nodes ?? []).map((card) => [card.id, card])).values()];
  return statuses.map((status) => {
    const page = read.get(status);
    const here = cards.filter((card) => card.status === status);
    const left = page?.nodes.filter((card) => card.status !== status).length ?? 0;
    const joined = here.length - ((page?.nodes.length ?? 0) - left);
    return { status, cards: here, total: (page?.totalCount ?? 0) - left + joined };
  });
}
