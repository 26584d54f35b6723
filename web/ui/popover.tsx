'use client';

import { cloneElement, lazy, Suspense, useId, useRef, useState, type ReactElement, type ReactNode } from 'react';
import type { ButtonProps } from './button.tsx';

export interface PopoverProps {
  /** A `Button` or `IconButton`. */
  readonly trigger: ReactElement<ButtonProps>;
  /** What it is about, for whoever does not see it; shown when `showTitle`. */
  readonly title: string;
  readonly showTitle?: boolean;
  readonly align?: 'start' | 'end';
  /** As a function it gets what closes it. */
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}

const PopoverPopup = lazy(() => import('./popover-popup.tsx'));

/** A small surface under a button, for a choice or a few fields. */
export function Popover({ trigger, title, showTitle = false, align = 'start', children }: PopoverProps): ReactNode {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const id = useId();
  const close = (): void => setOpen(false);
  return (
    <span ref={anchor} className="inline-flex" onClick={() => setOpen(!open)} role="presentation">
      {cloneElement(trigger, { 'aria-haspopup': 'dialog', 'aria-expanded': open, ...(open ? { 'aria-controls': id } : {}) })}
      {open && (
        <span className="contents" onClick={(event) => event.stopPropagation()} role="presentation">
          <Suspense>
            <PopoverPopup id={id} anchor={anchor} title={title} showTitle={showTitle} align={align} onClose={close}>
              {typeof children === 'function' ? children(close) : children}
            </PopoverPopup>
          </Suspense>
        </span>
      )}
    </span>
  );
}
