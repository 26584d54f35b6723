/** What of a movement says where a part went. */
export interface Movement {
  readonly kind: string;
  readonly quantity: number;
  readonly occurredAt: string;
  readonly workOrder?:
    | {
        readonly number: string;
        readonly asset?: { readonly id: string; readonly code: string; readonly name: string } | null | undefined;
      }
    | null
    | undefined;
}

/** What one asset has used of a part. */
export interface Usage {
  readonly asset: { readonly id: string; readonly code: string; readonly name: string };
  /** Taken less brought back. */
  readonly quantity: number;
  /** Numbers of the orders, newest first. */
  readonly orders: readonly string[];
  /** When it was last taken, ISO 8601. */
  readonly lastAt: string;
}

/**
 * Where a part is used: what was taken off the stock by orders, less what they brought back, per asset; who uses most comes first.
 *
 * @param movements Of one part, newest first.
 */
export function usageOf(movements: readonly Movement[]): Usage[] {
  const byAsset = Map.groupBy(
    movements.flatMap(({ quantity, occurredAt, workOrder }) =>
      workOrder?.asset && quantity !== 0 ? [{ quantity, occurredAt, number: workOrder.number, asset: workOrder.asset }] : [],
    ),
    ({ asset }) => asset.id,
  );
  return [...byAsset.values()]
    .flatMap((taken): Usage[] => {
      const [newest] = taken;
      if (newest === undefined) return [];
      const quantity = -taken.reduce((sum, each) => sum + each.quantity, 0);
      return [{ asset: newest.asset, quantity, orders: [...new Set(taken.map(({ number }) => number))], lastAt: newest.occurredAt }];
    })
    .filter(({ quantity }) => quantity > 0)
    .toSorted((one, other) => other.quantity - one.quantity || one.asset.code.localeCompare(other.asset.code));
}
