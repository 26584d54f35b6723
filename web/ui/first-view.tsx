'use client';

import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { cx } from './class-names.ts';
import { HoldContext, type Hold } from './first-reading.ts';
import { Loading } from './states.tsx';

/** After this time what there is is shown, even if the rest will move it. */
const patienceMs = 1_000;

export interface FirstViewProps {
  /** Of the lines that stand in its place meanwhile. */
  readonly rows?: number;
  readonly className?: string;
  readonly children: ReactNode;
}

/**
 * Parts of a page that are read one by one and stand one below the other: unseen until none of them shows `Loading` any more, so
 * that nothing moves away under an eye or a finger. What is here already is seen at once.
 */
export function FirstView({ rows = 10, className, children }: FirstViewProps): ReactNode {
  const [seen, setSeen] = useState(false);
  const holds = useRef(0);
  const frame = useRef(0);
  const [hold] = useState<Hold>(() => () => {
    holds.current += 1;
    return () => {
      holds.current -= 1;
      // What has been read may show parts that begin to read: they hold before the next frame.
      cancelAnimationFrame(frame.current);
      frame.current = requestAnimationFrame(() => {
        if (holds.current === 0) setSeen(true);
      });
    };
  });
  // Runs after those of the parts.
  useLayoutEffect(() => {
    if (holds.current === 0) setSeen(true);
    const late = setTimeout(() => setSeen(true), patienceMs);
    return () => {
      clearTimeout(late);
      cancelAnimationFrame(frame.current);
    };
  }, []);
  return (
    <div className={cx('relative', className)}>
      {!seen && <Loading rows={rows} className="absolute inset-x-0 top-0" />}
      <HoldContext value={hold}>
        <div className={cx('contents', !seen && 'invisible')}>{children}</div>
      </HoldContext>
    </div>
  );
}
