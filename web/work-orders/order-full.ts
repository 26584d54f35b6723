import { graphql } from '../gql/gql.ts';
import type { WorkOrdersFullFragment } from '../gql/graphql.ts';

/** Everything that an order's page shows; every change of an order reads it again, so that the page is never half old. */
export const orderFull = graphql(`
  fragment WorkOrdersFull on WorkOrder {
    ...WorkOrdersRow
    description
    origin
    actions {
      name
      allowed
      blockedBy
      to
      needsReason
    }
    sla {
      responseDue
      responseMetAt
      responseBreached
      resolutionDue
      resolutionMetAt
      resolutionBreached
    }
    estimatedDurationMinutes
    actualDurationMinutes
    actualStart
    actualEnd
    rejectionReason
    cancellationReason
    reopenReason
    reopenCount
    completionNotes
    rootCause
    preventiveActions
    estimatedCost
    currency
    completedAt
    closedAt
    createdBy {
      id
      displayName
    }
    tasks {
      id
      title
      description
      sequence
      status
      isCritical
      estimatedMinutes
      completedAt
      completedBy {
        id
        displayName
      }
      completionNotes
      skipReason
    }
    labor {
      id
      type
      startTime
      endTime
      durationMinutes
      user {
        id
        displayName
      }
    }
    parts {
      id
      quantity
      totalCost
      currency
      consumedAt
      consumedBy {
        id
        displayName
      }
      item {
        id
        code
        name
        unitOfMeasure
      }
    }
    timeline(first: 100) {
      totalCount
      nodes {
        id
        kind
        occurredAt
        actor {
          id
          displayName
        }
        fromStatus
        toStatus
        transition
        reason
        body
      }
    }
  }
`);

export type OrderFull = WorkOrdersFullFragment;
export type OrderAction = OrderFull['actions'][number];
export type OrderTask = OrderFull['tasks'][number];
