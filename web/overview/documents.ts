import { graphql } from '../gql/gql.ts';

/** Sites with what is wrong on each and how much power it gives. */
export const overviewSites = graphql(`
  query OverviewSites {
    sites(first: 100) {
      totalCount
      nodes {
        id
        code
        name
        location
        timezone
        type
        status
        latitude
        longitude
        capacityMw
        storageCapacityMwh
        alertCounts {
          severity
          active
          acknowledged
          suppressed
          cleared
        }
        power {
          actualKw
          expectedKw
          lostKw
          at
          counted
          total
          losses {
            actualKw
            expectedKw
            lostKw
            asset {
              id
              code
              name
            }
          }
        }
      }
    }
  }
`);

/** Who waits for somebody: unacknowledged alarms, and how many there are. */
export const overviewAlarms = graphql(`
  query OverviewAlarms($where: AlertWhere!, $first: Int!) {
    alerts(first: $first, where: $where, orderBy: { field: SEVERITY, direction: DESC }) {
      totalCount
      nodes {
        ...AlarmRow
      }
    }
  }
`);

export const overviewOrder = graphql(`
  fragment OverviewOrder on WorkOrder {
    id
    number
    title
    priority
    status
    holdReason
    scheduledStart
    scheduledEnd
    site {
      id
      code
      timezone
    }
    asset {
      id
      code
    }
    assignedTo {
      id
      displayName
    }
    dueAt
    isOverdue
  }
`);

export const overviewOverdue = graphql(`
  query OverviewOverdue($where: WorkOrderWhere!) {
    workOrders(first: 8, where: $where, orderBy: { field: DUE, direction: ASC }) {
      totalCount
      nodes {
        ...OverviewOrder
      }
    }
  }
`);

/** Orders that may wait for this person, the most urgent first; whether they do is in their actions. */
export const overviewWaiting = graphql(`
  query OverviewWaiting($where: WorkOrderWhere!) {
    workOrders(first: 50, where: $where, orderBy: { field: PRIORITY, direction: DESC }) {
      totalCount
      nodes {
        ...OverviewOrder
        actions {
          name
          allowed
        }
      }
    }
  }
`);

/** Orders that may stand still; what stands in their way is in their actions. */
export const overviewBlocked = graphql(`
  query OverviewBlocked($where: WorkOrderWhere!) {
    workOrders(first: 50, where: $where, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount
      nodes {
        ...OverviewOrder
        actions {
          name
          allowed
          blockedBy
        }
      }
    }
  }
`);

/** The panel of a site: its open alarms, the worst first. */
export const overviewSiteAlarms = graphql(`
  query OverviewSiteAlarms($where: AlertWhere!) {
    alerts(first: 5, where: $where, orderBy: { field: SEVERITY, direction: DESC }) {
      totalCount
      nodes {
        ...AlarmRow
      }
    }
  }
`);

/** How much work is open there; asked apart, for who may read the one may not read the other. */
export const overviewSiteOrders = graphql(`
  query OverviewSiteOrders($where: WorkOrderWhere!) {
    workOrderCounts(where: $where) {
      status
      count
      overdue
    }
  }
`);

export const overviewPredictions = graphql(`
  query OverviewPredictions {
    predictions(first: 5, where: { reviewStatus: { eq: PENDING } }, orderBy: { field: CONFIDENCE_SCORE, direction: DESC }) {
      totalCount
      nodes {
        id
        type
        confidenceScore
        riskLevel
        predictedAt
        horizonEnd
        asset {
          id
          code
          name
          site {
            id
            code
          }
        }
        model {
          id
          name
          version
          status
        }
      }
    }
  }
`);
