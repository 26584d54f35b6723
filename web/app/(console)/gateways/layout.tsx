import type { ReactNode } from 'react';
import { GatewayWords } from '../../../gateways/page-words.tsx';

export default function Layout({ children }: { readonly children: ReactNode }): ReactNode {
  return <GatewayWords>{children}</GatewayWords>;
}
