import type { ReactNode } from 'react';
import { SessionsScreen } from '../../../sessions/sessions-screen.tsx';

export default function Page(): ReactNode {
  return <SessionsScreen />;
}
