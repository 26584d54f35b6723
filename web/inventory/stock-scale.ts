/** Where the marks of a stock's bar stand, in per cent of its width. */
export interface StockScale {
  /** From 0 to here it is on hand and free. */
  readonly available: number;
  /** From there to here it is on hand and promised to orders. */
  readonly onHand: number;
  readonly min: number | null;
  readonly max: number | null;
  /** Where the stock would be after a correction; null without one. */
  readonly next: number | null;
}

/** One scale for all marks: the largest of them stands at 100, so that none leaves the bar. */
export function stockScale(
  stock: {
    readonly quantityOnHand: number;
    readonly quantityReserved: number;
    readonly minQuantity?: number | null | undefined;
    readonly maxQuantity?: number | null | undefined;
  },
  next: number | null = null,
): StockScale {
  const { quantityOnHand: onHand, quantityReserved: reserved } = stock;
  const min = stock.minQuantity ?? null;
  const max = stock.maxQuantity ?? null;
  const whole = Math.max(onHand, min ?? 0, max ?? 0, next ?? 0, 1);
  const place = (quantity: number) => Math.max(0, (quantity / whole) * 100);
  return {
    available: place(onHand - reserved),
    onHand: place(onHand),
    min: min === null ? null : place(min),
    max: max === null ? null : place(max),
    next: next === null ? null : place(next),
  };
}
