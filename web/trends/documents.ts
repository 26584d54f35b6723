import { graphql } from '../gql/gql.ts';

/** Assets by code or name, with what is measured on them. */
export const trendSearch = graphql(`
  query TrendSearch($where: AssetWhere) {
    assets(first: 25, where: $where) {
      totalCount
      nodes {
        id
        code
        name
        type
        site {
          id
          code
        }
        tags {
          id
          name
          unit
          metric
        }
      }
    }
  }
`);

/** Alarms of the assets that may have to do with the span, the latest of each part first. */
export const trendAlarms = graphql(`
  query TrendAlarms($within: AlertWhere, $before: AlertWhere, $standing: AlertWhere) {
    within: alerts(first: 100, where: $within) {
      ...TrendAlarms
    }
    before: alerts(first: 100, where: $before) {
      ...TrendAlarms
    }
    standing: alerts(first: 100, where: $standing) {
      ...TrendAlarms
    }
  }
  fragment TrendAlarms on AlertConnection {
    totalCount
    nodes {
      id
      number
      title
      severity
      status
      triggeredAt
      resolvedAt
      asset {
        id
        code
      }
      tag {
        id
      }
    }
  }
`);

/** Orders of the assets that may have to do with the span, the latest first. */
export const trendOrders = graphql(`
  query TrendOrders($where: WorkOrderWhere) {
    workOrders(first: 100, where: $where, orderBy: { field: SCHEDULED_START, direction: DESC }) {
      totalCount
      nodes {
        id
        number
        title
        status
        actualStart
        actualEnd
        scheduledStart
        scheduledEnd
        asset {
          id
          code
        }
      }
    }
  }
`);
