'use client';

import { Popover } from '@base-ui/react/popover';
import type { ReactNode, RefObject } from 'react';
import { cx } from './class-names.ts';

export interface PopoverPopupProps {
  readonly id: string;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly title: string;
  readonly showTitle: boolean;
  readonly align: 'start' | 'end';
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export default function PopoverPopup({ id, anchor, title, showTitle, align, onClose, children }: PopoverPopupProps): ReactNode {
  return (
    <Popover.Root
      open
      onOpenChange={(open, { event }) => {
        if (!open && !(event.target instanceof Node && anchor.current?.contains(event.target) === true)) onClose();
      }}
    >
      <Popover.Portal>
        <Popover.Positioner anchor={anchor} align={align} sideOffset={4} collisionPadding={8} className="z-50">
          <Popover.Popup
            id={id}
            finalFocus={() => anchor.current?.querySelector<HTMLElement>('button, a') ?? true}
            className="max-h-[var(--available-height)] max-w-[calc(100vw-16px)] overflow-y-auto rounded border border-line bg-raised p-3 shadow-overlay outline-none"
          >
            <Popover.Title className={cx('mb-2', showTitle ? 'text-base' : 'sr-only')}>{title}</Popover.Title>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
