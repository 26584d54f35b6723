import { OutboxScreen } from '../../../outbox/outbox-screen.tsx';

export const metadata = { title: 'Outbox' };

export default function Page() {
  return <OutboxScreen />;
}
