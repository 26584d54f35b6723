import type { ReactNode } from 'react';
import { WorkOrdersScreen } from '../../../work-orders/work-orders-screen.tsx';

export default function Page(): ReactNode {
  return <WorkOrdersScreen />;
}
