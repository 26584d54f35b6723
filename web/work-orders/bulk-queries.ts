import { graphql } from '../gql/gql.ts';
import type { WorkOrdersChosenPeopleQuery, WorkOrdersChosenQuery } from '../gql/graphql.ts';

/** What each of the chosen orders offers, and the version that the change is made with. */
export const chosenQuery = graphql(`
  query WorkOrdersChosen($ids: [ID!]!, $first: Int!) {
    workOrders(first: $first, where: { id: { in: $ids } }) {
      nodes {
        id
        number
        version
        status
        priority
        scheduledStart
        scheduledEnd
        assignedTo {
          id
          displayName
        }
        site {
          id
          timezone
        }
        actions {
          name
          allowed
          blockedBy
          to
          needsReason
        }
      }
    }
  }
`);

/** Who could be given each of the chosen orders, and what stands against it. */
export const chosenPeopleQuery = graphql(`
  query WorkOrdersChosenPeople($ids: [ID!]!, $first: Int!) {
    workOrders(first: $first, where: { id: { in: $ids } }) {
      nodes {
        id
        assignees {
          user {
            id
            displayName
          }
          clashes {
            number
          }
        }
      }
    }
  }
`);

export type ChosenOrder = WorkOrdersChosenQuery['workOrders']['nodes'][number];
export type ChosenPeople = WorkOrdersChosenPeopleQuery['workOrders']['nodes'][number];
