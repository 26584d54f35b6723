'use client';

import type { ReactNode } from 'react';
import { words as inventory } from './words.en.ts';
import { MoreWords } from '../words/more-words.tsx';

const english = { inventory };

/** The words that these pages say beside those of every page. */
export function InventoryWords({ children }: { readonly children: ReactNode }): ReactNode {
  return <MoreWords english={english}>{children}</MoreWords>;
}
