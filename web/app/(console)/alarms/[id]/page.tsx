import type { ReactNode } from 'react';
import { AlarmDetail } from '../../../../alarms/alarm-detail.tsx';

export default async function AlarmPage({ params }: { readonly params: Promise<{ readonly id: string }> }): Promise<ReactNode> {
  const { id } = await params;
  return <AlarmDetail key={id} id={id} />;
}
