import { graphql } from '../gql/gql.ts';
import type { MyWorkQuery, MyWorkStockQuery } from '../gql/graphql.ts';

/** Everything that a technician needs of their orders on a roof without a network, in one answer. */
export const myOrdersQuery = graphql(`
  query MyWork($me: ID!) {
    workOrders(
      first: 25
      where: { assignedToId: { eq: $me }, status: { in: [ASSIGNED, IN_PROGRESS, ON_HOLD] } }
      orderBy: { field: SCHEDULED_START, direction: ASC }
    ) {
      totalCount
      nodes {
        id
        ...WorkOrdersRow
        description
        actions {
          name
          allowed
          blockedBy
          to
          needsReason
        }
        actualStart
        completionNotes
        tasks {
          id
          title
          description
          sequence
          status
          isCritical
          estimatedMinutes
          completionNotes
          skipReason
        }
        labor {
          id
          startTime
          endTime
          durationMinutes
          user {
            id
          }
        }
        parts {
          id
          quantity
          item {
            id
            code
            name
            unitOfMeasure
          }
        }
      }
    }
  }
`);

export type MyOrder = MyWorkQuery['workOrders']['nodes'][number];

/** What the stores of the sites hold, to take parts from. */
export const myStockQuery = graphql(`
  query MyWorkStock($sites: [ID!]!) {
    inventoryItems(first: 100, where: { siteId: { in: $sites } }, orderBy: { field: CODE }) {
      nodes {
        id
        code
        name
        unitOfMeasure
        quantityAvailable
        binLocation
        status
        site {
          id
        }
      }
    }
  }
`);

export type StockItem = MyWorkStockQuery['inventoryItems']['nodes'][number];
