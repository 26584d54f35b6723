import type { ReactNode } from 'react';
import { AssetsFrame } from '../../../assets/assets-frame.tsx';
import { AssetWords } from '../../../assets/page-words.tsx';

export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <AssetWords>
      <AssetsFrame>{children}</AssetsFrame>
    </AssetWords>
  );
}
