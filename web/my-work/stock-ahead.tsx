'use client';

import { useData } from '../graph/use-data.ts';
import { myStockQuery, stockOf } from './my-orders.ts';

/** Reads a site's store while there is a network, so that parts can be taken where there is none. Shows nothing. */
export function StockAhead({ siteId }: { readonly siteId: string }): null {
  useData(myStockQuery, stockOf(siteId), { offline: true, unseen: true });
  return null;
}
