'use client';

import type { ReactNode } from 'react';
import { useWords } from '../words/index.ts';

export interface LowMarkProps {
  readonly stock: { readonly isLow: boolean; readonly quantityOnHand: number; readonly minQuantity?: number | null | undefined };
}

/** At or below the minimum, as the graph says; nothing where the stock is above it. In ink: the colours belong to alarms, and so does the word for a little of something. */
export function LowMark({ stock }: LowMarkProps): ReactNode {
  const t = useWords('inventory');
  if (!stock.isLow) return null;
  const below = stock.minQuantity != null && stock.quantityOnHand < stock.minQuantity;
  return (
    <span className="rounded-sm border border-ink px-1 text-xs font-semibold whitespace-nowrap">{below ? t('belowMin') : t('atMin')}</span>
  );
}
