import type { ReactNode } from 'react';
import { OverviewScreen } from '../../overview/overview-screen.tsx';
import { OverviewWords } from '../../overview/page-words.tsx';

export default function OverviewPage(): ReactNode {
  return (
    <OverviewWords>
      <OverviewScreen />
    </OverviewWords>
  );
}
