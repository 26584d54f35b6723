'use client';

import { useClient } from 'urql';
import type { Option } from '../ui/select.tsx';
import { assetOption } from './asset-option.ts';
import { assetsQuery } from './order-queries.ts';

/** Finds assets of a site by code or name. */
export function useAssetSearch(siteId: string | undefined): (text: string) => Promise<readonly Option[]> {
  const client = useClient();
  return async (text) => {
    if (siteId === undefined || siteId === '') return [];
    const named = text === '' ? {} : { or: [{ code: { contains: text } }, { name: { contains: text } }] };
    const { data } = await client.query(assetsQuery, { where: { siteId: { eq: siteId }, ...named } });
    return (data?.assets.nodes ?? []).map(assetOption);
  };
}
