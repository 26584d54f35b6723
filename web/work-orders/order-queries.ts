import { graphql } from '../gql/gql.ts';
import type { WorkOrdersOneQuery } from '../gql/graphql.ts';

/** One order by its number, with where it came from and what happened to it. */
export const orderQuery = graphql(`
  query WorkOrdersOne($number: String!) {
    workOrder(number: $number) {
      id
      ...WorkOrdersFull
      alert {
        id
        number
        title
        severity
        status
        acknowledgedAt
        value
        threshold
        unit
        triggeredAt
      }
      prediction {
        id
        type
        confidenceScore
        riskLevel
        explanation
        predictedAt
        horizonEnd
        model {
          id
          name
          version
        }
      }
    }
  }
`);

/** An order as its page has it. */
export type OrderOnPage = NonNullable<WorkOrdersOneQuery['workOrder']>;

/** The rows of the list. */
export const ordersQuery = graphql(`
  query WorkOrdersList($first: Int, $after: String, $where: WorkOrderWhere, $orderBy: WorkOrderOrder) {
    workOrders(first: $first, after: $after, where: $where, orderBy: $orderBy) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        ...WorkOrdersRow
      }
    }
  }
`);

/** What happened to an order of which more happened than its page reads at first; oldest first. */
export const timelineQuery = graphql(`
  query WorkOrdersTimeline($id: ID!, $first: Int, $after: String) {
    workOrder(id: $id) {
      id
      timeline(first: $first, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
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
  }
`);

/** What one order offers: read when its steps are about to be chosen from. */
export const orderStepsQuery = graphql(`
  query WorkOrdersSteps($id: ID!) {
    workOrder(id: $id) {
      id
      ...WorkOrdersFull
    }
  }
`);

/** Assets by code or name, of one site or of all. */
export const assetsQuery = graphql(`
  query WorkOrdersAssets($where: AssetWhere) {
    assets(first: 20, where: $where) {
      nodes {
        id
        code
        name
        type
        site {
          id
          code
        }
      }
    }
  }
`);

/** Who could be given an order, with what stands against each in a window; the order's own window when none is given. */
export const assigneesQuery = graphql(`
  query WorkOrdersAssignees($id: ID!) {
    workOrder(id: $id) {
      id
      assignees {
        user {
          id
          displayName
        }
        clashes {
          number
          status
          scheduledStart
          scheduledEnd
        }
      }
      assetClashes {
        number
        status
        scheduledStart
        scheduledEnd
      }
    }
  }
`);

/** What is planned on the order's asset in a window that is being chosen. */
export const windowClashesQuery = graphql(`
  query WorkOrdersWindowClashes($id: ID!, $start: DateTime!, $end: DateTime!) {
    workOrder(id: $id) {
      id
      assetClashes(start: $start, end: $end) {
        number
        status
        scheduledStart
        scheduledEnd
      }
    }
  }
`);

/** Parts that the order's site stocks, by code or name. */
export const stockQuery = graphql(`
  query WorkOrdersStock($where: InventoryItemWhere) {
    inventoryItems(first: 20, where: $where) {
      nodes {
        id
        code
        name
        unitOfMeasure
        quantityOnHand
        quantityReserved
        quantityAvailable
        isLow
        binLocation
        status
      }
    }
  }
`);

/** The code of an asset that a link names by its id. */
export const assetLabelQuery = graphql(`
  query WorkOrdersAssetLabel($id: ID!) {
    asset(id: $id) {
      id
      code
    }
  }
`);

/** People to filter by. */
export const peopleQuery = graphql(`
  query WorkOrdersPeople($where: UserWhere) {
    users(first: 20, where: $where) {
      nodes {
        id
        displayName
      }
    }
  }
`);

/** The name of a person that a link names by their id. */
export const personLabelQuery = graphql(`
  query WorkOrdersPersonLabel($where: UserWhere) {
    users(first: 1, where: $where) {
      nodes {
        id
        displayName
      }
    }
  }
`);

/** The asset that a link to a new order names. */
export const assetByCodeQuery = graphql(`
  query WorkOrdersAssetByCode($code: String!) {
    asset(code: $code) {
      id
      code
      name
      site {
        id
        code
      }
    }
  }
`);
