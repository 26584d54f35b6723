import type { ReactNode } from 'react';
import { GatewaysScreen } from '../../../gateways/gateways-screen.tsx';

export default function Page(): ReactNode {
  return <GatewaysScreen />;
}
