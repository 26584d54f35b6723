import type { ReactNode } from 'react';
import { InventoryScreen } from '../../../inventory/inventory-screen.tsx';
import { InventoryWords } from '../../../inventory/page-words.tsx';

/** The list stays while parts are opened and closed beside it. */
export default function Layout({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <InventoryWords>
      <InventoryScreen>{children}</InventoryScreen>
    </InventoryWords>
  );
}
