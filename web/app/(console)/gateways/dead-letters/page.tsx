import type { ReactNode } from 'react';
import { DeadLettersScreen } from '../../../../gateways/dead-letters-screen.tsx';

export default function Page(): ReactNode {
  return <DeadLettersScreen />;
}
