'use client';

import { useEffect, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { SeverityMark } from '../ui/marks.tsx';
import { Age } from '../ui/time.tsx';
import { useWords } from '../words/index.ts';
import { causeOf, type Alarm } from './alarm.ts';

/**
 * "3 new alarms", with the worst of them in words, so that nobody has to touch the list to know. It takes the place of the view's
 * summary line and moves no row.
 */
export function ArrivalsBar({ arrived, onShow }: { readonly arrived: readonly Alarm[]; readonly onShow: () => void }): ReactNode {
  const t = useWords('alarms');
  const [worst] = arrived;
  if (!worst) return null;
  return (
    <>
      <span role="status" className="flex min-w-0 items-center gap-2">
        <SeverityMark severity={worst.severity} flash />
        <span className="font-semibold whitespace-nowrap">{t('arrived', { n: arrived.length })}</span>
        <span className="truncate">
          <span className="code pe-1.5">{worst.asset?.code ?? worst.site?.code}</span>
          {causeOf(worst)} · <Age at={worst.triggeredAt} />
        </span>
      </span>
      <Button size="small" keys="n" onClick={onShow}>
        {t('showArrived')}
      </Button>
    </>
  );
}

/** Shows what has arrived by itself while the list is at rest. */
export function useShowAtRest(arrived: readonly Alarm[], atRest: boolean, show: () => void): void {
  useEffect(() => {
    if (atRest && arrived.length > 0) show();
  }, [atRest, arrived, show]);
}
