import type { ReactNode } from 'react';
import { OutboxScreen } from '../../../outbox/outbox-screen.tsx';

export default function Page(): ReactNode {
  return <OutboxScreen />;
}
