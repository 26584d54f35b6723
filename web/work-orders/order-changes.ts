import { graphql } from '../gql/gql.ts';

/**
 * The changes of an order, by the name under which `actions` offers them. Each answers as `change`, so that one function runs them
 * all.
 */
export const orderChanges = {
  submitWorkOrder: graphql(`
    mutation WorkOrdersSubmit($input: SubmitWorkOrderInput!) {
      change: submitWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
  approveWorkOrder: graphql(`
    mutation WorkOrdersApprove($input: ApproveWorkOrderInput!) {
      change: approveWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
  rejectWorkOrder: graphql(`
    mutation WorkOrdersReject($input: RejectWorkOrderInput!) {
      change: rejectWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
  scheduleWorkOrder: graphql(`
    mutation WorkOrdersSchedule($input: ScheduleWorkOrderInput!) {
      change: scheduleWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
  unscheduleWorkOrder: graphql(`
    mutation WorkOrdersUnschedule($input: UnscheduleWorkOrderInput!) {
      change: unscheduleWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
  assignWorkOrder: graphql(`
    mutation WorkOrdersAssign($input: AssignWorkOrderInput!) {
      change: assignWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
  unassignWorkOrder: graphql(`
    mutation WorkOrdersUnassign($input: UnassignWorkOrderInput!) {
      change: unassignWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
  startWorkOrder: graphql(`
    mutation WorkOrdersStart($input: StartWorkOrderInput!) {
      change: startWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
  holdWorkOrder: graphql(`
    mutation WorkOrdersHold($input: HoldWorkOrderInput!) {
      change: holdWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
  resumeWorkOrder: graphql(`
    mutation WorkOrdersResume($input: ResumeWorkOrderInput!) {
      change: resumeWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
  completeWorkOrder: graphql(`
    mutation WorkOrdersComplete($input: CompleteWorkOrderInput!) {
      change: completeWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
  verifyWorkOrder: graphql(`
    mutation WorkOrdersVerify($input: VerifyWorkOrderInput!) {
      change: verifyWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
  reopenWorkOrder: graphql(`
    mutation WorkOrdersReopen($input: ReopenWorkOrderInput!) {
      change: reopenWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
  closeWorkOrder: graphql(`
    mutation WorkOrdersClose($input: CloseWorkOrderInput!) {
      change: closeWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
  cancelWorkOrder: graphql(`
    mutation WorkOrdersCancel($input: CancelWorkOrderInput!) {
      change: cancelWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
  updateWorkOrder: graphql(`
    mutation WorkOrdersUpdate($input: UpdateWorkOrderInput!) {
      change: updateWorkOrder(input: $input) {
        workOrder {
          id
          ...WorkOrdersFull
        }
        problems {
          code
          message
          path
        }
      }
    }
  `),
} as const;

export type OrderChangeName = keyof typeof orderChanges;

/** Whether the console knows how to make a change that the graph offers. */
export function isOrderChange(name: string): name is OrderChangeName {
  return Object.hasOwn(orderChanges, name);
}

export const createOrder = graphql(`
  mutation WorkOrdersCreate($input: CreateWorkOrderInput!) {
    change: createWorkOrder(input: $input) {
      workOrder {
        id
        ...WorkOrdersFull
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

export const completeTask = graphql(`
  mutation WorkOrdersCompleteTask($input: CompleteTaskInput!) {
    change: completeTask(input: $input) {
      workOrder {
        id
        ...WorkOrdersFull
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

export const skipTask = graphql(`
  mutation WorkOrdersSkipTask($input: SkipTaskInput!) {
    change: skipTask(input: $input) {
      workOrder {
        id
        ...WorkOrdersFull
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

export const addComment = graphql(`
  mutation WorkOrdersAddComment($input: AddCommentInput!) {
    change: addComment(input: $input) {
      workOrder {
        id
        ...WorkOrdersFull
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

/** Stock falls with it: the items are read again. */
export const consumeParts = graphql(`
  mutation WorkOrdersConsumeParts($input: ConsumePartsInput!) {
    change: consumeParts(input: $input) {
      workOrder {
        id
        ...WorkOrdersFull
      }
      parts {
        id
        item {
          id
          quantityOnHand
          quantityReserved
          quantityAvailable
          isLow
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
