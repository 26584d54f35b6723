'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { IconButton } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { useWords } from '../words/index.ts';

interface Ends {
  readonly left: boolean;
  readonly right: boolean;
}

/** Columns in a row. When there are more than fit, the edge fades and an arrow leads there: what is out of sight is not out of mind. */
export function BoardScroll({ children }: { readonly children: ReactNode }): ReactNode {
  const t = useWords('workOrders');
  const row = useRef<HTMLDivElement>(null);
  const [more, setMore] = useState<Ends>({ left: false, right: false });
  useEffect(() => {
    const element = row.current;
    if (element === null) return undefined;
    const look = (): void => {
      const left = element.scrollLeft > 1;
      const right = element.scrollLeft + element.clientWidth < element.scrollWidth - 1;
      setMore((before) => (before.left === left && before.right === right ? before : { left, right }));
    };
    const watch = new ResizeObserver(look);
    watch.observe(element);
    for (const column of element.children) watch.observe(column);
    element.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      watch.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  const go = (way: 1 | -1) => () => row.current?.scrollBy({ left: way * row.current.clientWidth * 0.6, behavior: 'smooth' });
  return (
    <div className="relative flex min-h-0 flex-1">
      <div ref={row} className="flex min-h-0 min-w-0 flex-1 overflow-x-auto" role="list" aria-label={t('board')} tabIndex={-1}>
        {children}
      </div>
      {more.left && <Edge side="left" label={t('statesBefore')} onGo={go(-1)} />}
      {more.right && <Edge side="right" label={t('statesAfter')} onGo={go(1)} />}
    </div>
  );
}

function Edge(props: { readonly side: 'left' | 'right'; readonly label: string; readonly onGo: () => void }): ReactNode {
  const left = props.side === 'left';
  return (
    <div
      className={cx(
        'pointer-events-none absolute inset-y-0 flex w-14 items-center from-canvas',
        left ? 'left-0 justify-start bg-linear-to-r to-transparent' : 'right-0 justify-end bg-linear-to-l to-transparent',
      )}
    >
      <IconButton
        variant="plain"
        className="pointer-events-auto mx-1"
        label={props.label}
        icon={left ? <ChevronLeft /> : <ChevronRight />}
        onClick={props.onGo}
      />
    </div>
  );
}
