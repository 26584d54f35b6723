'use client';

import type { ReactNode } from 'react';
import { words as alarms } from './words.en.ts';
import { MoreWords } from '../words/more-words.tsx';

const english = { alarms };

/** The words that these pages say beside those of every page. */
export function AlarmWords({ children }: { readonly children: ReactNode }): ReactNode {
  return <MoreWords english={english}>{children}</MoreWords>;
}
