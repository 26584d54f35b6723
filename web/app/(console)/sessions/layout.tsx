import type { ReactNode } from 'react';
import { SessionWords } from '../../../sessions/page-words.tsx';

export default function Layout({ children }: { readonly children: ReactNode }): ReactNode {
  return <SessionWords>{children}</SessionWords>;
}
