import type { ReactNode } from 'react';
import { Shell } from '../../shell/shell.tsx';

export default function ConsoleLayout({ children }: { readonly children: ReactNode }): ReactNode {
  return <Shell>{children}</Shell>;
}
