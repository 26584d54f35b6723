import type { Problem } from '@dcmms/runtime/refusal.ts';

/** One line of a request for parts. */
export interface Line {
  readonly itemId: string;
  /** In the item's unit of measure. */
  readonly quantity: number;
}

/** An item that is asked for, with all its lines. */
export interface Wanted {
  readonly itemId: string;
  readonly quantity: number;
  /** The lines that ask for it: their places in the request, and what each asks for. */
  readonly lines: readonly { readonly index: number; readonly quantity: number }[];
}

const linesMax = 100;
const quantityMax = 1_000_000;

/** What is wrong with the lines whatever the stock is, all at once. */
export function faultsOf(lines: readonly Line[]): Problem[] {
  if (lines.length === 0) return [{ code: 'INVALID', message: 'Name at least one part.', path: ['lines'] }];
  if (lines.length > linesMax) return [{ code: 'LIMIT_EXCEEDED', message: `One call takes at most ${linesMax} lines.`, path: ['lines'] }];
  return lines.flatMap(({ quantity }, index): Problem[] => {
    const path = ['lines', String(index), 'quantity'];
    if (quantity < 1) return [{ code: 'INVALID', message: 'A quantity is at least 1.', path }];
    if (quantity > quantityMax) return [{ code: 'INVALID', message: `A quantity is at most ${quantityMax}.`, path }];
    return [];
  });
}

/** The items of the lines, each once, in the order in which every request locks them: by id, so that two never wait for each other. */
export function wanted(lines: readonly Line[]): readonly Wanted[] {
  const byItem = Map.groupBy(
    lines.map((line, index) => ({ ...line, index })),
    (line) => line.itemId,
  );
  return [...byItem]
    .map(([itemId, its]) => ({ itemId, quantity: its.reduce((sum, line) => sum + line.quantity, 0), lines: its }))
    .sort((a, b) => (a.itemId < b.itemId ? -1 : 1));
}

/** The line with which a request asks for more than there is. */
export function lineBeyond(item: Wanted, available: number): number {
  let sum = 0;
  for (const line of item.lines) {
    sum += line.quantity;
    if (sum > available) return line.index;
  }
  return item.lines[0]?.index ?? 0;
}
