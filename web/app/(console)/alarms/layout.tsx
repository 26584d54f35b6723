import type { ReactNode } from 'react';
import { AlarmsScreen } from '../../../alarms/alarms-screen.tsx';
import { AlarmWords } from '../../../alarms/page-words.tsx';

export default function AlarmsLayout({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <AlarmWords>
      <AlarmsScreen>{children}</AlarmsScreen>
    </AlarmWords>
  );
}
