import type { DocumentNode } from 'graphql';
import type { TypedDocumentNode } from 'urql';
import { graphql } from '../gql/gql.ts';
import type { WorkOrdersSubmitMutation } from '../gql/graphql.ts';

/**
 * The changes of an order that go to the graph directly, by the name under which `actions` offers them. Each answers as `change`, so
 * that one function runs them all. What a technician does goes through the outbox.
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

export type DirectChangeName = keyof typeof orderChanges;

/** What a technician does to the state of an order: kept in this browser until the graph has answered. */
export type KeptChangeName = 'startWorkOrder' | 'holdWorkOrder' | 'resumeWorkOrder' | 'completeWorkOrder';

export type OrderChangeName = DirectChangeName | KeptChangeName;

export function isKeptChange(name: string): name is KeptChangeName {
  return name === 'startWorkOrder' || name === 'holdWorkOrder' || name === 'resumeWorkOrder' || name === 'completeWorkOrder';
}

/** Whether the console knows how to make a change that the graph offers. */
export function isOrderChange(name: string): name is OrderChangeName {
  return isKeptChange(name) || Object.hasOwn(orderChanges, name);
}

/** What every change of an order answers. */
export type OrderChanged = Pick<WorkOrdersSubmitMutation, 'change'>;

/** What every change of an order takes; what else it takes is asked for by `inputsOf`. */
export type OrderChangeInput = { readonly id: string; readonly version: number } & Readonly<Record<string, unknown>>;

/** The document of a change whose name is known only when it is pressed; the graph checks what its input has to hold. */
export function changeOf(name: DirectChangeName): TypedDocumentNode<OrderChanged, { readonly input: OrderChangeInput }> {
  const document: DocumentNode = orderChanges[name];
  return document;
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
