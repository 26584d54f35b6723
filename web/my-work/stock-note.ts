/** How far a search of a site's store has come. */
export interface StockSearch {
  /** Parts that were read ahead, the first by code, and how many the site has. */
  readonly kept: number;
  readonly total: number;
  readonly text: string;
  /** How the graph's search of the others went; those that were read ahead are searched here. */
  readonly others: 'asking' | 'failed' | { readonly read: number; readonly total: number };
  /** How many are offered. */
  readonly offered: number;
}

export interface StockNote {
  readonly name: 'partNone' | 'partFirst' | 'partOnlyFirst' | 'partNoneOfFirst';
  readonly shown: number;
  readonly total: number;
}

/** What has to be said of a list of parts, so that nobody takes a part of the store for all of it. */
export function stockNote({ kept, total, text, others, offered }: StockSearch): StockNote | undefined {
  const none = offered === 0 ? ({ name: 'partNone', shown: 0, total } as const) : undefined;
  if (kept >= total) return none;
  if (text === '') return { name: 'partFirst', shown: kept, total };
  if (others === 'asking') return undefined;
  if (others === 'failed') return { name: offered === 0 ? 'partNoneOfFirst' : 'partOnlyFirst', shown: kept, total };
  return others.read < others.total ? { name: 'partFirst', shown: others.read, total: others.total } : none;
}
