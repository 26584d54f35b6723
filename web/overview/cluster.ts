/** Something at a place of the screen, in CSS pixels. */
export interface Placed {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

export interface Cluster<Item extends Placed> {
  /** The place of its first member, so that a lone one stands exactly where it is. */
  readonly x: number;
  readonly y: number;
  readonly members: readonly [Item, ...Item[]];
}

/**
 * What lies closer together than a radius becomes one mark. Items are taken in the order given, so give the most important first:
 * the mark stands where that one is.
 */
export function cluster<Item extends Placed>(items: readonly Item[], radiusPx: number): Cluster<Item>[] {
  const clusters: { x: number; y: number; members: [Item, ...Item[]] }[] = [];
  for (const item of items) {
    const near = clusters.find(({ x, y }) => Math.hypot(x - item.x, y - item.y) < radiusPx);
    if (near) near.members.push(item);
    else clusters.push({ x: item.x, y: item.y, members: [item] });
  }
  return clusters;
}
