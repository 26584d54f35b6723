'use client';

import type { ReactNode } from 'react';
import { words as signIn } from './words.en.ts';
import { MoreWords } from '../words/more-words.tsx';

const english = { signIn };

/** The words that these pages say beside those of every page. */
export function SignInWords({ children }: { readonly children: ReactNode }): ReactNode {
  return <MoreWords english={english}>{children}</MoreWords>;
}
