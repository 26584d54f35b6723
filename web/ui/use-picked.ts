'use client';

import { useMemo, useRef, useState } from 'react';
import { between } from './between.ts';

export interface Picked<Row> {
  readonly keys: ReadonlySet<string>;
  /** Those of the rows that are there, in their order. */
  readonly rows: readonly Row[];
  /** `range` takes along everything from the row that was picked before. */
  readonly pick: (row: Row, on: boolean, range?: boolean) => void;
  readonly pickAll: (on: boolean) => void;
  readonly clear: () => void;
}

/** The rows of a list that somebody has picked. */
export function usePicked<Row>(rows: readonly Row[], rowKey: (row: Row) => string): Picked<Row> {
  const [keys, setKeys] = useState<ReadonlySet<string>>(noKeys);
  const picked = useMemo(() => rows.filter((row) => keys.has(rowKey(row))), [rows, keys, rowKey]);
  const before = useRef<string>(undefined);
  return {
    keys,
    rows: picked,
    pick: (row, on, range = false) => {
      const key = rowKey(row);
      const next = new Set(keys);
      for (const each of range ? between(rows.map(rowKey), before.current, key) : [key]) {
        if (on) next.add(each);
        else next.delete(each);
      }
      before.current = key;
      setKeys(next);
    },
    pickAll: (on) => {
      before.current = undefined;
      setKeys(on ? new Set(rows.map(rowKey)) : noKeys);
    },
    clear: () => {
      before.current = undefined;
      setKeys(noKeys);
    },
  };
}

const noKeys: ReadonlySet<string> = new Set();
