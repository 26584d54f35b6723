import { graphql } from '../gql/gql.ts';

/** An alarm as a list, a banner and the map's panel show it. */
export const alarmRow = graphql(`
  fragment AlarmRow on Alert {
    id
    number
    severity
    status
    needsAcknowledgement
    title
    message
    value
    threshold
    unit
    triggeredAt
    lastOccurrenceAt
    occurrenceCount
    acknowledgedAt
    acknowledgedBy {
      id
      displayName
    }
    acknowledgmentComment
    resolvedAt
    resolvedAutomatically
    suppressedUntil
    suppressionReason
    site {
      id
      code
      name
      timezone
    }
    asset {
      id
      code
      name
    }
    workOrder {
      id
      number
      status
    }
  }
`);

export const alarmList = graphql(`
  query AlarmList($first: Int!, $after: String, $where: AlertWhere, $orderBy: AlertOrder) {
    alerts(first: $first, after: $after, where: $where, orderBy: $orderBy) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...AlarmRow
      }
    }
  }
`);

export const alarmDetail = graphql(`
  query AlarmDetail($id: ID!) {
    alert(id: $id) {
      ...AlarmRow
      category
      resolvedBy {
        id
        displayName
      }
      resolution
      rule {
        id
        code
        name
        description
        summary
        consequence
        response
      }
      tag {
        id
        name
        unit
        metric
        expectedIntervalS
        minValid
        maxValid
      }
      workOrder {
        id
        number
        title
        status
        assignedTo {
          id
          displayName
        }
      }
    }
  }
`);

/** Earlier alarms of the same rule on the same asset, newest first. */
export const alarmEpisodes = graphql(`
  query AlarmEpisodes($where: AlertWhere!) {
    alerts(first: 10, where: $where, orderBy: { field: TRIGGERED_AT, direction: DESC }) {
      totalCount
      nodes {
        id
        number
        severity
        status
        needsAcknowledgement
        value
        unit
        triggeredAt
        lastOccurrenceAt
        occurrenceCount
        acknowledgedAt
        resolvedAt
        resolvedAutomatically
        resolution
        workOrder {
          id
          number
          status
        }
      }
    }
  }
`);

export const alarmTrend = graphql(`
  query AlarmTrend($id: ID!, $from: DateTime!, $to: DateTime!) {
    tag(id: $id) {
      id
      name
      unit
      series(from: $from, to: $to, maxPoints: 1200) {
        resolution
        timestamps
        values
        min
        max
        good
        count
        qualities
      }
    }
  }
`);

export const acknowledgeAlarm = graphql(`
  mutation AlarmAcknowledge($input: AcknowledgeAlertInput!) {
    acknowledgeAlert(input: $input) {
      alert {
        ...AlarmRow
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

/** Several at once, 100 at most: those that cannot be are told as problems at their place in `ids`. */
export const acknowledgeAlarms = graphql(`
  mutation AlarmAcknowledgeMany($input: AcknowledgeAlertsInput!) {
    acknowledgeAlerts(input: $input) {
      alerts {
        ...AlarmRow
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

export const suppressAlarm = graphql(`
  mutation AlarmSuppress($input: SuppressAlertInput!) {
    suppressAlert(input: $input) {
      alert {
        ...AlarmRow
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

export const unsuppressAlarm = graphql(`
  mutation AlarmUnsuppress($input: UnsuppressAlertInput!) {
    unsuppressAlert(input: $input) {
      alert {
        ...AlarmRow
      }
      problems {
        code
        message
        path
      }
    }
  }
`);

export const resolveAlarm = graphql(`
  mutation AlarmResolve($input: ResolveAlertInput!) {
    resolveAlert(input: $input) {
      alert {
        ...AlarmRow
        resolution
        resolvedBy {
          id
          displayName
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

/** The order that an alarm needs; the payload shows the open one when there is one already. */
export const createAlarmOrder = graphql(`
  mutation AlarmCreateWorkOrder($input: CreateWorkOrderFromAlertInput!) {
    createWorkOrderFromAlert(input: $input) {
      workOrder {
        id
        number
        title
        status
        version
        alert {
          id
          workOrder {
            id
          }
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
