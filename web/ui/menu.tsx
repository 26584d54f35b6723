'use client';

import { cloneElement, lazy, Suspense, useId, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import type { ButtonProps } from './button.tsx';

export interface MenuEntry {
  readonly label: string;
  readonly keys?: string;
  readonly icon?: ReactNode;
  /** A second, quieter line. */
  readonly note?: string;
  /** Why it cannot be chosen now; it is shown all the same. */
  readonly disabledReason?: string | undefined;
  readonly onSelect?: () => void;
  readonly href?: string;
  readonly danger?: boolean;
  /** Shows the entry as one that is on or off. */
  readonly checked?: boolean;
}

/** An entry, a line between groups, or the heading of a group. */
export type MenuItem = MenuEntry | 'line' | { readonly heading: string };

export interface MenuProps {
  /** A `Button` or `IconButton`. */
  readonly trigger: ReactElement<ButtonProps>;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
}

const MenuPopup = lazy(() => import('./menu-popup.tsx'));

/** A list of things to do, under a button. Its machinery is loaded when it is first opened. */
export function Menu({ trigger, items, align = 'start' }: MenuProps): ReactNode {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const id = useId();
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' || open) return;
    event.preventDefault();
    setOpen(true);
  };
  return (
    <span ref={anchor} className="inline-flex" onClick={() => setOpen(!open)} onKeyDown={keyDown} role="presentation">
      {cloneElement(trigger, { 'aria-haspopup': 'menu', 'aria-expanded': open, ...(open ? { 'aria-controls': id } : {}) })}
      {open && (
        // Clicks inside travel up through React's tree, not the page's: they are not the trigger's.
        <span
          className="contents"
          onClick={(event) => event.stopPropagation()}
          onKeyDown={(event) => event.stopPropagation()}
          role="presentation"
        >
          <Suspense>
            <MenuPopup id={id} anchor={anchor} items={items} align={align} onClose={() => setOpen(false)} />
          </Suspense>
        </span>
      )}
    </span>
  );
}
