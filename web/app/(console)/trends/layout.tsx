import type { ReactNode } from 'react';
import { TrendWords } from '../../../trends/page-words.tsx';

export default function Layout({ children }: { readonly children: ReactNode }): ReactNode {
  return <TrendWords>{children}</TrendWords>;
}
