import { AssetPage } from '../../../../assets/page/asset-page.tsx';

export default async function Page({ params }: { readonly params: Promise<{ code: string }> }) {
  const { code } = await params;
  return <AssetPage code={decodeURIComponent(code)} />;
}
