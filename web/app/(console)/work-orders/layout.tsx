import type { ReactNode } from 'react';
import { WorkOrderWords } from '../../../work-orders/page-words.tsx';

export default function Layout({ children }: { readonly children: ReactNode }): ReactNode {
  return <WorkOrderWords>{children}</WorkOrderWords>;
}
