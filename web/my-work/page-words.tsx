'use client';

import type { ReactNode } from 'react';
import { words as workOrders } from '../work-orders/words.en.ts';
import { words as myWork } from './words.en.ts';
import { MoreWords } from '../words/more-words.tsx';

const english = { myWork, workOrders };

/** The words that these pages say beside those of every page. */
export function MyWorkWords({ children }: { readonly children: ReactNode }): ReactNode {
  return <MoreWords english={english}>{children}</MoreWords>;
}
