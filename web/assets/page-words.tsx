'use client';

import type { ReactNode } from 'react';
import { words as alarms } from '../alarms/words.en.ts';
import { words as trends } from '../trends/words.en.ts';
import { words as assets } from './words.en.ts';
import { MoreWords } from '../words/more-words.tsx';

const english = { alarms, assets, trends };

/** The words that these pages say beside those of every page. */
export function AssetWords({ children }: { readonly children: ReactNode }): ReactNode {
  return <MoreWords english={english}>{children}</MoreWords>;
}
