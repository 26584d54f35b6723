'use client';

import type { ReactNode } from 'react';
import { cx } from '../ui/class-names.ts';
import { formatCount } from '../time/format.ts';
import { useLanguage, useWords } from '../words/index.ts';
import { stockScale } from './stock-scale.ts';

export interface Stock {
  readonly quantityOnHand: number;
  readonly quantityReserved: number;
  readonly quantityAvailable: number;
  readonly minQuantity?: number | null | undefined;
  readonly maxQuantity?: number | null | undefined;
}

export interface StockBarProps {
  readonly stock: Stock;
  /** What would be on hand after a correction: shown as a mark. */
  readonly next?: number | null;
  /** 8 px unless told; 14 px on the page of a part. */
  readonly tall?: boolean;
}

/** A stock against its minimum and maximum: solid is free, hatched is promised to orders, the ticks are the limits. */
export function StockBar({ stock, next = null, tall = false }: StockBarProps): ReactNode {
  const t = useWords('inventory');
  const language = useLanguage();
  const scale = stockScale(stock, next);
  const count = (quantity: number) => formatCount(quantity, language);
  const label = [
    t('levelText', {
      onHand: count(stock.quantityOnHand),
      reserved: count(stock.quantityReserved),
      available: count(stock.quantityAvailable),
    }),
    stock.minQuantity == null ? null : t('levelMin', { min: count(stock.minQuantity) }),
    stock.maxQuantity == null ? null : t('levelMax', { max: count(stock.maxQuantity) }),
  ];
  return (
    <span
      role="img"
      aria-label={label.filter((part) => part !== null).join(', ')}
      className={cx('relative block w-full border border-line bg-raised', tall ? 'h-3.5' : 'h-2')}
    >
      <span className="absolute inset-y-0 left-0 bg-ink-3" style={{ width: `${scale.available}%` }} />
      <span
        className="hatched absolute inset-y-0 border-r border-ink-3"
        style={{ left: `${scale.available}%`, width: `${scale.onHand - scale.available}%` }}
      />
      {scale.min !== null && <Tick at={scale.min} />}
      {scale.max !== null && scale.max < 100 && <Tick at={scale.max} />}
      {scale.next !== null && <span className="absolute -inset-y-1 w-0.5 -translate-x-1/2 bg-focus" style={{ left: `${scale.next}%` }} />}
    </span>
  );
}

function Tick({ at }: { readonly at: number }): ReactNode {
  return <span className="absolute -inset-y-[3px] w-px bg-ink" style={{ left: `${at}%` }} />;
}
