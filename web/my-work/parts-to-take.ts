import type { MyOrder, StockItem } from './my-orders.ts';

/**
 * What the store offers for an order: only what can be had, what the order has used before first, then what its text names, then by
 * code.
 */
export function partsToTake(
  items: readonly StockItem[],
  order: Pick<MyOrder, 'parts' | 'title' | 'description' | 'tasks'>,
  text: string,
): StockItem[] {
  const wanted = text.trim().toLowerCase();
  const used = new Set(order.parts?.map(({ item }) => item?.id));
  const said = [order.title, order.description ?? '', ...order.tasks.map(({ title }) => title)].join(' ').toLowerCase();
  return items
    .filter(({ status, quantityAvailable }) => status === 'ACTIVE' && quantityAvailable > 0)
    .filter(({ code, name }) => wanted === '' || `${code} ${name}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => rank(b, used, said) - rank(a, used, said) || a.code.localeCompare(b.code));
}

function rank(item: StockItem, used: ReadonlySet<string | undefined>, said: string): number {
  if (used.has(item.id)) return 2;
  return item.name
    .toLowerCase()
    .split(/\W+/)
    .some((word) => word.length > 2 && said.includes(word))
    ? 1
    : 0;
}
