'use client';

import type { ReactNode } from 'react';
import { words as trends } from './words.en.ts';
import { MoreWords } from '../words/more-words.tsx';

const english = { trends };

/** The words that these pages say beside those of every page. */
export function TrendWords({ children }: { readonly children: ReactNode }): ReactNode {
  return <MoreWords english={english}>{children}</MoreWords>;
}
