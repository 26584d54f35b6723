'use client';

import type { ReactNode } from 'react';
import { words as wall } from './words.en.ts';
import { MoreWords } from '../words/more-words.tsx';

const english = { wall };

/** The words that these pages say beside those of every page. */
export function WallWords({ children }: { readonly children: ReactNode }): ReactNode {
  return <MoreWords english={english}>{children}</MoreWords>;
}
