import type { ReactNode } from 'react';
import { GraphProvider } from '../../graph/provider.tsx';
import { WallWords } from '../../wall/page-words.tsx';

/** No navigation, no header: a wall is looked at, not worked with. */
export default function Layout({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <WallWords>
      <GraphProvider>{children}</GraphProvider>
    </WallWords>
  );
}
