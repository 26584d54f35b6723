import { AssetsHome } from '../../../assets/assets-home.tsx';

export default function Page() {
  return <AssetsHome />;
}
