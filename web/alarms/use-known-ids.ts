'use client';

import { useMemo } from 'react';
import { graphql } from '../gql/gql.ts';
import { useData } from '../graph/use-data.ts';
import { useViewer } from '../shell/viewer.tsx';
import type { KnownIds } from './filters.ts';

const alarmAssets = graphql(`
  query AlarmAssets($codes: [String!]!) {
    assets(first: 100, where: { code: { in: $codes } }) {
      nodes {
        id
        code
      }
    }
  }
`);

/** The ids of the codes that the filters name; null while they are asked for. */
export function useKnownIds(assetCodes: readonly string[], siteCodes: readonly string[]): KnownIds | null {
  const { sites } = useViewer();
  const assets = useData(alarmAssets, { codes: [...assetCodes] }, { pause: assetCodes.length === 0 });
  return useMemo((): KnownIds | null => {
    if (assetCodes.length > 0 && !assets.data && assets.state === 'loading') return null;
    if (siteCodes.length > 0 && sites.length === 0) return null;
    return {
      sites: new Map(sites.map(({ code, id }) => [code, id])),
      assets: new Map(assets.data?.assets.nodes.map(({ code, id }) => [code, id])),
    };
  }, [assetCodes.length, assets.data, assets.state, siteCodes.length, sites]);
}
