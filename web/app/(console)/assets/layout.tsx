import type { ReactNode } from 'react';
import { AssetsFrame } from '../../../assets/assets-frame.tsx';

export default function Layout({ children }: { readonly children: ReactNode }) {
  return <AssetsFrame>{children}</AssetsFrame>;
}
