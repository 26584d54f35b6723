import { graphql } from '../../gql/gql.ts';

export const assetPage = graphql(`
  query AssetPage($code: String!) {
    asset(code: $code) {
      id
      code
      name
      type
      status
      level
      labels
      criticality
      ratedPowerKw
      latitude
      longitude
      manufacturer
      model
      serialNumber
      commissionedOn
      site {
        id
        code
        name
        timezone
      }
      parent {
        id
        code
        name
      }
      power {
        actualKw
        expectedKw
        lostKw
        at
      }
      tags {
        id
        name
        unit
        metric
        minValid
        maxValid
        expectedIntervalS
        rules {
          id
          code
          name
          severity
          condition
        }
        latest {
          timestamp
          value
          quality
        }
      }
      children(first: 100) {
        totalCount
        nodes {
          id
          code
          name
          type
          status
        }
      }
    }
  }
`);

/** What changes without an event; its fields are those of the page. */
export const assetPower = graphql(`
  query AssetPower($code: String!) {
    asset(code: $code) {
      id
      power {
        actualKw
        expectedKw
        lostKw
        at
      }
    }
  }
`);

export const assetAlarms = graphql(`
  query AssetAlarms($assetId: ID!) {
    alerts(
      first: 50
      where: { assetId: { eq: $assetId }, status: { in: [ACTIVE, ACKNOWLEDGED, SUPPRESSED] } }
      orderBy: { field: SEVERITY, direction: DESC }
    ) {
      totalCount
      nodes {
        id
        number
        severity
        status
        title
        value
        threshold
        unit
        triggeredAt
        occurrenceCount
        suppressedUntil
        tag {
          id
        }
      }
    }
  }
`);

export const assetOrders = graphql(`
  query AssetOrders($assetId: ID!) {
    open: workOrders(
      first: 20
      where: {
        assetId: { eq: $assetId }
        status: { in: [DRAFT, SUBMITTED, APPROVED, SCHEDULED, ASSIGNED, IN_PROGRESS, ON_HOLD, COMPLETED, VERIFIED] }
      }
    ) {
      totalCount
      nodes {
        id
        number
        title
        status
        priority
        type
        scheduledStart
        scheduledEnd
        updatedAt
        assignedTo {
          id
          displayName
        }
      }
    }
    recent: workOrders(
      first: 5
      where: { assetId: { eq: $assetId }, status: { in: [CLOSED, CANCELLED] } }
      orderBy: { field: UPDATED_AT, direction: DESC }
    ) {
      totalCount
      nodes {
        id
        number
        title
        status
        priority
        type
        updatedAt
      }
    }
  }
`);

export const assetPredictions = graphql(`
  query AssetPredictions($assetId: ID!) {
    predictions(first: 10, where: { assetId: { eq: $assetId } }, orderBy: { field: PREDICTED_AT, direction: DESC }) {
      totalCount
      nodes {
        id
        type
        confidenceScore
        riskLevel
        predictedAt
        horizonEnd
        reviewStatus
        explanation
        model {
          id
          name
          version
          baseline
        }
      }
    }
  }
`);
