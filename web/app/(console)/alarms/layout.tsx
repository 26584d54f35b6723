import type { ReactNode } from 'react';
import { AlarmsScreen } from '../../../alarms/alarms-screen.tsx';

export default function AlarmsLayout({ children }: { readonly children: ReactNode }): ReactNode {
  return <AlarmsScreen>{children}</AlarmsScreen>;
}
