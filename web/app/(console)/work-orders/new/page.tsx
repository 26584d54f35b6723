import type { ReactNode } from 'react';
import { NewOrderScreen } from '../../../../work-orders/new-order-screen.tsx';

export default function Page(): ReactNode {
  return <NewOrderScreen />;
}
