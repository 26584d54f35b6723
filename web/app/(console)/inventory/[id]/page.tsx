import type { ReactNode } from 'react';
import { InventoryItem } from '../../../../inventory/inventory-item.tsx';

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }): Promise<ReactNode> {
  const { id } = await params;
  return <InventoryItem key={id} id={decodeURIComponent(id)} />;
}
