import { graphql } from '../../gql/gql.ts';

/** The viewer's sites: asked here too, for until they are known there are not none. */
export const assetTreeSites = graphql(`
  query AssetTreeSites {
    sites(first: 100) {
      nodes {
        id
        code
        name
      }
    }
  }
`);

/** One level of the tree. */
export const assetTreeLevel = graphql(`
  query AssetTreeLevel($first: Int!, $after: String, $where: AssetWhere) {
    assets(first: $first, after: $after, where: $where, orderBy: { field: CODE, direction: ASC }) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        code
        name
        type
        status
        site {
          id
          code
        }
        children(first: 1) {
          totalCount
        }
      }
    }
  }
`);

/** What is wrong now, each with the way up to its site: a closed branch shows the worst that it holds. */
export const assetTreeAlarms = graphql(`
  query AssetTreeAlarms {
    alerts(first: 100, where: { status: { in: [ACTIVE, ACKNOWLEDGED] } }, orderBy: { field: SEVERITY, direction: DESC }) {
      totalCount
      nodes {
        id
        severity
        status
        title
        triggeredAt
        asset {
          id
          code
          name
          type
          status
          site {
            id
            code
          }
          parent {
            id
            parent {
              id
              parent {
                id
                parent {
                  id
                  parent {
                    id
                  }
                }
              }
            }
          }
        }
      }
    }
  }
`);

/** Assets that are out of order by their own state. */
export const assetsAbnormal = graphql(`
  query AssetsAbnormal($where: AssetWhere!) {
    assets(first: 100, where: $where) {
      totalCount
      nodes {
        id
        code
        name
        type
        status
        site {
          id
          code
        }
      }
    }
  }
`);

/** The way from an asset up to its site. */
export const assetTreePath = graphql(`
  query AssetTreePath($code: String!) {
    asset(code: $code) {
      id
      code
      type
      site {
        id
      }
      parent {
        id
        parent {
          id
          parent {
            id
            parent {
              id
              parent {
                id
              }
            }
          }
        }
      }
    }
  }
`);

/** How many there are of each type: the graph has no list of the types in use. */
export const assetTypeCounts = graphql(`
  query AssetTypeCounts {
    PLANT: assets(first: 1, where: { type: { eq: PLANT } }) {
      totalCount
    }
    INVERTER: assets(first: 1, where: { type: { eq: INVERTER } }) {
      totalCount
    }
    COMBINER_BOX: assets(first: 1, where: { type: { eq: COMBINER_BOX } }) {
      totalCount
    }
    STRING: assets(first: 1, where: { type: { eq: STRING } }) {
      totalCount
    }
    PANEL: assets(first: 1, where: { type: { eq: PANEL } }) {
      totalCount
    }
    TRACKER: assets(first: 1, where: { type: { eq: TRACKER } }) {
      totalCount
    }
    TRANSFORMER: assets(first: 1, where: { type: { eq: TRANSFORMER } }) {
      totalCount
    }
    SWITCHGEAR: assets(first: 1, where: { type: { eq: SWITCHGEAR } }) {
      totalCount
    }
    DISCONNECTOR: assets(first: 1, where: { type: { eq: DISCONNECTOR } }) {
      totalCount
    }
    METER: assets(first: 1, where: { type: { eq: METER } }) {
      totalCount
    }
    WEATHER_STATION: assets(first: 1, where: { type: { eq: WEATHER_STATION } }) {
      totalCount
    }
    SENSOR: assets(first: 1, where: { type: { eq: SENSOR } }) {
      totalCount
    }
    GATEWAY: assets(first: 1, where: { type: { eq: GATEWAY } }) {
      totalCount
    }
    BATTERY: assets(first: 1, where: { type: { eq: BATTERY } }) {
      totalCount
    }
    PCS: assets(first: 1, where: { type: { eq: PCS } }) {
      totalCount
    }
    BMS: assets(first: 1, where: { type: { eq: BMS } }) {
      totalCount
    }
    BATTERY_RACK: assets(first: 1, where: { type: { eq: BATTERY_RACK } }) {
      totalCount
    }
    BATTERY_MODULE: assets(first: 1, where: { type: { eq: BATTERY_MODULE } }) {
      totalCount
    }
    TURBINE: assets(first: 1, where: { type: { eq: TURBINE } }) {
      totalCount
    }
    GEARBOX: assets(first: 1, where: { type: { eq: GEARBOX } }) {
      totalCount
    }
    GENERATOR: assets(first: 1, where: { type: { eq: GENERATOR } }) {
      totalCount
    }
    BLADE: assets(first: 1, where: { type: { eq: BLADE } }) {
      totalCount
    }
    YAW_SYSTEM: assets(first: 1, where: { type: { eq: YAW_SYSTEM } }) {
      totalCount
    }
    BOS: assets(first: 1, where: { type: { eq: BOS } }) {
      totalCount
    }
    OTHER: assets(first: 1, where: { type: { eq: OTHER } }) {
      totalCount
    }
  }
`);

/** Assets by code or name. */
export const assetSearch = graphql(`
  query AssetSearch($first: Int!, $where: AssetWhere) {
    assets(first: $first, where: $where) {
      totalCount
      nodes {
        id
        code
        name
        type
        status
        site {
          id
          code
        }
        parent {
          id
          code
        }
      }
    }
  }
`);
