import { graphql } from '../../gql/gql.ts';

/** Read beside the cache of rows: a thousand numbers that nobody refers to. */
export const trendSeries = graphql(`
  query TrendSeries($id: ID!, $from: DateTime!, $to: DateTime!, $resolution: Resolution, $maxPoints: Int) {
    tag(id: $id) {
      id
      series(from: $from, to: $to, resolution: $resolution, maxPoints: $maxPoints) {
        resolution
        timestamps
        values
        min
        max
        count
        qualities
      }
    }
  }
`);

/** What a chart says of a tag besides its readings. */
export const trendTag = graphql(`
  query TrendTag($id: ID!) {
    tag(id: $id) {
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
        severity
        condition
      }
      asset {
        id
        code
        name
        site {
          id
          code
          name
          timezone
        }
      }
    }
  }
`);
