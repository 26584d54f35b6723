'use client';

import { createContext, useContext, useLayoutEffect } from 'react';

/** Holds a first view back until the function it returns is called. */
export type Hold = () => () => void;

export const HoldContext = createContext<Hold | null>(null);

/** Holds the first view that this is part of, if it is, for as long as it is mounted. */
export function useFirstReading(): void {
  const hold = useContext(HoldContext);
  useLayoutEffect(() => hold?.(), [hold]);
}
