import { graphql } from '../gql/gql.ts';
import type { WorkOrdersRowFragment } from '../gql/graphql.ts';

/** What a row of the list and a card of the board show of an order. */
export const orderRow = graphql(`
  fragment WorkOrdersRow on WorkOrder {
    id
    number
    title
    type
    priority
    status
    version
    holdReason
    scheduledStart
    scheduledEnd
    dueAt
    isOverdue
    createdAt
    updatedAt
    site {
      id
      code
      name
      timezone
    }
    asset {
      id
      code
      name
    }
    assignedTo {
      id
      displayName
    }
  }
`);

export type OrderRow = WorkOrdersRowFragment;
