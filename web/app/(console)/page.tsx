import type { ReactNode } from 'react';
import { OverviewScreen } from '../../overview/overview-screen.tsx';

export default function OverviewPage(): ReactNode {
  return <OverviewScreen />;
}
