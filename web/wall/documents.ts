import { graphql } from '../gql/gql.ts';

export const wallSiteQuery = graphql(`
  query WallSite($code: String!) {
    site(code: $code) {
      id
      code
      name
      timezone
      capacityMw
    }
  }
`);

/** What stands on a site's wall: what makes or stores power and what measures the weather, with what is measured on it. */
export const wallAssetsQuery = graphql(`
  query WallAssets($siteId: ID!, $first: Int!, $after: String) {
    assets(first: $first, after: $after, where: { siteId: { eq: $siteId }, type: { in: [INVERTER, TURBINE, BATTERY, WEATHER_STATION] } }) {
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
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
    }
  }
`);

/** Open alarms of a site: what a flood cuts off is not the worst. The screen puts first what nobody has taken on. */
export const wallAlarmsQuery = graphql(`
  query WallAlarms($siteId: ID!, $first: Int!) {
    alerts(
      first: $first
      where: { siteId: { eq: $siteId }, status: { in: [ACTIVE, ACKNOWLEDGED] }, severity: { ne: INFO } }
      orderBy: { field: SEVERITY, direction: DESC }
    ) {
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
          parent {
            id
          }
        }
      }
      totalCount
    }
  }
`);
