import type { TypedDocumentNode } from 'urql';
import { graphql } from '../gql/gql.ts';
import type { EntryKind } from './entry.ts';

/** The order as whoever works on it has it before them; a conflict is told by these fields. */
export const outboxOrder = graphql(`
  query OutboxOrder($id: ID!) {
    workOrder(id: $id) {
      id
      version
      status
      title
      description
      type
      priority
      holdReason
      scheduledStart
      scheduledEnd
      completionNotes
      assignedTo {
        id
        displayName
      }
    }
  }
`);

const start = graphql(`
  mutation OutboxStart($input: StartWorkOrderInput!) {
    startWorkOrder(input: $input) {
      workOrder {
        ...OutboxWorkOrder
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

const hold = graphql(`
  mutation OutboxHold($input: HoldWorkOrderInput!) {
    holdWorkOrder(input: $input) {
      workOrder {
        ...OutboxWorkOrder
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

const resume = graphql(`
  mutation OutboxResume($input: ResumeWorkOrderInput!) {
    resumeWorkOrder(input: $input) {
      workOrder {
        ...OutboxWorkOrder
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

const complete = graphql(`
  mutation OutboxComplete($input: CompleteWorkOrderInput!) {
    completeWorkOrder(input: $input) {
      workOrder {
        ...OutboxWorkOrder
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

const completeTask = graphql(`
  mutation OutboxCompleteTask($input: CompleteTaskInput!) {
    completeTask(input: $input) {
      workOrder {
        ...OutboxWorkOrder
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

const skipTask = graphql(`
  mutation OutboxSkipTask($input: SkipTaskInput!) {
    skipTask(input: $input) {
      workOrder {
        ...OutboxWorkOrder
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

const addComment = graphql(`
  mutation OutboxComment($input: AddCommentInput!) {
    addComment(input: $input) {
      workOrder {
        ...OutboxWorkOrder
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

const consumeParts = graphql(`
  mutation OutboxConsume($input: ConsumePartsInput!) {
    consumeParts(input: $input) {
      workOrder {
        ...OutboxWorkOrder
        parts {
          id
          quantity
          unitCost
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
            quantityOnHand
            quantityReserved
            quantityAvailable
            isLow
            version
          }
        }
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

/** All that a technician's screen shows of an order changes with the answer. */
export const outboxWorkOrder = graphql(`
  fragment OutboxWorkOrder on WorkOrder {
    id
    number
    version
    status
    title
    description
    type
    priority
    holdReason
    scheduledStart
    scheduledEnd
    actualStart
    actualEnd
    actualDurationMinutes
    completionNotes
    completedAt
    updatedAt
    assignedTo {
      id
      displayName
    }
    actions {
      name
      allowed
      blockedBy
      to
      needsReason
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
      notes
      user {
        id
        displayName
      }
    }
  }
`);

/** Kept by kind and not with the entry: what was written with an older console is sent with the document that this one knows. */
export const documents: Readonly<Record<EntryKind, TypedDocumentNode<unknown, never>>> = {
  start,
  hold,
  resume,
  complete,
  completeTask,
  skipTask,
  addComment,
  consumeParts,
};
