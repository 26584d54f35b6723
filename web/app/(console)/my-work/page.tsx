import type { ReactNode } from 'react';
import { MyWorkScreen } from '../../../my-work/my-work-screen.tsx';

export default function Page(): ReactNode {
  return <MyWorkScreen />;
}
