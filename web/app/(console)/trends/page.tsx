import { TrendsScreen } from '../../../trends/trends-screen.tsx';

export default function Page() {
  return <TrendsScreen />;
}
