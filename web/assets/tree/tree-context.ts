import { createContext, use } from 'react';
import type { Worst } from './worst.ts';

/** What every row of the tree has to know. */
export interface TreeState {
  /** Code of the asset whose page is open. */
  readonly selected: string | undefined;
  readonly open: ReadonlySet<string>;
  readonly toggle: (branch: string, open: boolean) => void;
  /** Key of the row that Tab reaches. */
  readonly active: string | null;
  readonly setActive: (key: string) => void;
  readonly worst: ReadonlyMap<string, Worst>;
  readonly worstFirst: boolean;
  /** The address of an asset's page, with the tree as it is. */
  readonly hrefOf: (code: string) => string;
}

const nothing = () => {};

export const TreeContext = createContext<TreeState>({
  selected: undefined,
  open: new Set(),
  toggle: nothing,
  active: null,
  setActive: nothing,
  worst: new Map(),
  worstFirst: false,
  hrefOf: (code) => code,
});

export const useTree = (): TreeState => use(TreeContext);
