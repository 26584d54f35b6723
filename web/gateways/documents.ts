import { graphql } from '../gql/gql.ts';

export const deadLettersQuery = graphql(`
  query DeadLetters($first: Int!, $after: String, $where: DeadLetterWhere) {
    deadLetters(first: $first, after: $after, where: $where) {
      nodes {
        id
        reason
        topic
        gateway
        error
        receivedAt
        count
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
    }
  }
`);

/** What was sent, for the one entry that is looked at: a page of samples would be megabytes. Entries of one instant are told apart by id. */
export const deadLetterSampleQuery = graphql(`
  query DeadLetterSample($at: DateTime!) {
    deadLetters(first: 25, where: { receivedAt: { gte: $at, lte: $at } }) {
      nodes {
        id
        payload
      }
    }
  }
`);

/** How much there was of each reason, the most frequent first. */
export const deadLetterReasonsQuery = graphql(`
  query DeadLetterReasons($where: DeadLetterWhere) {
    deadLetterReasons(where: $where) {
      reason
      count
      lastReceivedAt
    }
  }
`);

/** Whether any gateway was heard of: without one nothing could be a dead letter. */
export const gatewaysHeardQuery = graphql(`
  query GatewaysHeard($since: DateTime!) {
    gateways(first: 1, where: { lastSeenAt: { gte: $since } }) {
      totalCount
    }
  }
`);

export const gatewaysQuery = graphql(`
  query Gateways($first: Int!, $after: String, $where: GatewayWhere, $orderBy: GatewayOrder) {
    gateways(first: $first, after: $after, where: $where, orderBy: $orderBy) {
      nodes {
        id
        code
        status
        lastSeenAt
        rate
        skewMs
        bufferDepth
        firmware
        protocols
        tagCount
        site {
          id
          code
          name
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
    }
  }
`);
