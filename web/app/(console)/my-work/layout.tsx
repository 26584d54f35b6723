import type { ReactNode } from 'react';
import { MyWorkWords } from '../../../my-work/page-words.tsx';

export default function Layout({ children }: { readonly children: ReactNode }): ReactNode {
  return <MyWorkWords>{children}</MyWorkWords>;
}
