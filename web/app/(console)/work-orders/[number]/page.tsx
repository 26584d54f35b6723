import type { ReactNode } from 'react';
import { OrderScreen } from '../../../../work-orders/order-screen.tsx';

export default async function Page({ params }: { readonly params: Promise<{ readonly number: string }> }): Promise<ReactNode> {
  const { number } = await params;
  return <OrderScreen number={decodeURIComponent(number)} />;
}
