'use client';

import type { ReactNode } from 'react';
import { words as gateways } from './words.en.ts';
import { MoreWords } from '../words/more-words.tsx';

const english = { gateways };

/** The words that these pages say beside those of every page. */
export function GatewayWords({ children }: { readonly children: ReactNode }): ReactNode {
  return <MoreWords english={english}>{children}</MoreWords>;
}
