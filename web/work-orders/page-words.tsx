'use client';

import type { ReactNode } from 'react';
import { words as myWork } from '../my-work/words.en.ts';
import { words as workOrders } from './words.en.ts';
import { MoreWords } from '../words/more-words.tsx';

const english = { myWork, workOrders };

/** The words that these pages say beside those of every page. */
export function WorkOrderWords({ children }: { readonly children: ReactNode }): ReactNode {
  return <MoreWords english={english}>{children}</MoreWords>;
}
