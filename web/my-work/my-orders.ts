import { graphql } from '../gql/gql.ts';
import type { MyWorkQuery, MyWorkStockQuery, MyWorkStockQueryVariables } from '../gql/graphql.ts';

/** Everything that a technician needs of their orders on a roof without a network, in one answer. */
export const myOrdersQuery = graphql(`
  query MyWork($me: ID!, $first: Int, $after: String) {
    workOrders(
      first: $first
      after: $after
      where: { assignedToId: { eq: $me }, status: { in: [ASSIGNED, IN_PROGRESS, ON_HOLD] } }
      orderBy: { field: SCHEDULED_START, direction: ASC }
    ) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
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

/** What a site's store holds, to take parts from. */
export const myStockQuery = graphql(`
  query MyWorkStock($where: InventoryItemWhere) {
    inventoryItems(first: 100, where: $where, orderBy: { field: CODE }) {
      totalCount
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

/** The parts of a site, or those of them that a text names by code or name. */
export function stockOf(siteId: string, text = ''): MyWorkStockQueryVariables {
  const named = text === '' ? {} : { or: [{ code: { contains: text } }, { name: { contains: text } }] };
  return { where: { siteId: { eq: siteId }, ...named } };
}
