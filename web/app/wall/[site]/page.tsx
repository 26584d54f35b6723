import type { ReactNode } from 'react';
import { WallScreen } from '../../../wall/wall-screen.tsx';

export default async function Page({ params }: { readonly params: Promise<{ readonly site: string }> }): Promise<ReactNode> {
  const { site } = await params;
  return <WallScreen code={decodeURIComponent(site)} />;
}
