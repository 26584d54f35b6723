'use client';

import type { ReactNode } from 'react';
import { words as sessions } from './words.en.ts';
import { MoreWords } from '../words/more-words.tsx';

const english = { sessions };

/** The words that these pages say beside those of every page. */
export function SessionWords({ children }: { readonly children: ReactNode }): ReactNode {
  return <MoreWords english={english}>{children}</MoreWords>;
}
