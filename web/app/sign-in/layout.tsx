import type { ReactNode } from 'react';
import { SignInWords } from '../../sign-in/page-words.tsx';

export default function Layout({ children }: { readonly children: ReactNode }): ReactNode {
  return <SignInWords>{children}</SignInWords>;
}
