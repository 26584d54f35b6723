import { graphql } from '../gql/gql.ts';

export const inventoryItemsQuery = graphql(`
  query InventoryItems($first: Int!, $after: String, $where: InventoryItemWhere, $orderBy: InventoryItemOrder) {
    inventoryItems(first: $first, after: $after, where: $where, orderBy: $orderBy) {
      nodes {
        id
        code
        name
        category
        unitOfMeasure
        site {
          id
          code
        }
        quantityOnHand
        quantityReserved
        quantityAvailable
        minQuantity
        maxQuantity
        isLow
        unitCost
        currency
        binLocation
        leadTimeDays
        status
        version
        updatedAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
    }
  }
`);

/** A part with its newest movements; more of them by `InventoryMovements`. */
export const inventoryItemQuery = graphql(`
  query InventoryItem($id: ID!) {
    inventoryItem(id: $id) {
      id
      code
      name
      description
      category
      unitOfMeasure
      site {
        id
        code
        name
        timezone
      }
      quantityOnHand
      quantityReserved
      quantityAvailable
      minQuantity
      maxQuantity
      isLow
      unitCost
      currency
      binLocation
      leadTimeDays
      status
      version
      updatedAt
    }
  }
`);

export const inventoryMovementsQuery = graphql(`
  query InventoryMovements($id: ID!, $first: Int!, $after: String) {
    inventoryItem(id: $id) {
      id
      transactions(first: $first, after: $after) {
        nodes {
          id
          kind
          quantity
          balanceAfter
          reason
          occurredAt
          performedBy {
            id
            displayName
          }
          workOrder {
            id
            number
            title
            status
            asset {
              id
              code
              name
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
        totalCount
      }
    }
  }
`);

/** The stock as it is now: asked for right before a correction, so that nobody corrects what has moved meanwhile without seeing it. */
export const inventoryStockQuery = graphql(`
  query InventoryStock($id: ID!) {
    inventoryItem(id: $id) {
      id
      quantityOnHand
      quantityReserved
      quantityAvailable
      isLow
      version
      updatedAt
    }
  }
`);

export const inventoryAdjustMutation = graphql(`
  mutation InventoryAdjust($input: AdjustStockInput!) {
    adjustStock(input: $input) {
      inventoryItem {
        id
        quantityOnHand
        quantityReserved
        quantityAvailable
        isLow
        version
        updatedAt
      }
      problems {
        code
        message
        path
      }
    }
  }
`);
