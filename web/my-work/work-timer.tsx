'use client';

import type { ReactNode } from 'react';
import { useSession } from '../graph/session.ts';
import { useNow } from '../time/now.ts';
import { cx } from '../ui/class-names.ts';
import { useWords } from '../words/index.ts';
import { useWorkedTime } from '../work-orders/worked-time.ts';
import type { MyOrder } from './my-orders.ts';
import { bodyText } from './thumb.ts';

/** How long this person has been at it, while they are. */
export function WorkTimer({ order }: { readonly order: MyOrder }): ReactNode {
  const t = useWords('myWork');
  const { person } = useSession();
  const now = useNow(60_000);
  const worked = useWorkedTime();
  const running = order.labor.find(({ user, endTime }) => user?.id === person?.id && endTime == null);
  if (!running || now === null) return null;
  return <p className={cx('tnum pt-1', bodyText)}>{t('running', { time: worked((now - Date.parse(running.startTime)) / 60_000) })}</p>;
}
