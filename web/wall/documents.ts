import { graphql } from '../gql/gql.ts';

/** What stands on a site's wall: what makes or stores power and what measures the weather, with what is measured on it. */
export const wallSiteQuery = graphql(`
  query WallSite($code: String!) {
    site(code: $code) {
      id
      code
      name
      timezone
      capacityMw
      storageCapacityMwh
      assets(first: 100, where: { type: { in: [INVERTER, TURBINE, BATTERY, WEATHER_STATION] } }) {
        nodes {
          id
          code
          type
          ratedPowerKw
          tags {
            id
            metric
            unit
            expectedIntervalS
          }
        }
      }
    }
  }
`);

/** Open alarms of a site, newest first; the screen puts the worst first. */
export const wallAlarmsQuery = graphql(`
  query WallAlarms($siteId: ID!, $first: Int!) {
    alerts(first: $first, where: { siteId: { eq: $siteId }, status: { in: [ACTIVE, ACKNOWLEDGED] }, severity: { ne: INFO } }) {
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
        acknowledgedBy {
          id
          displayName
        }
        asset {
          id
          code
        }
      }
      totalCount
    }
  }
`);
