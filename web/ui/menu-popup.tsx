'use client';

import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode, RefObject } from 'react';
import { cx } from './class-names.ts';
import { Keys } from './keys.tsx';
import { landmarkOf } from './landmark.ts';
import type { MenuEntry, MenuItem } from './menu.tsx';

export interface MenuPopupProps {
  readonly id: string;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly items: readonly MenuItem[];
  readonly align: 'start' | 'end';
  readonly onClose: () => void;
}

export default function MenuPopup({ id, anchor, items, align, onClose }: MenuPopupProps): ReactNode {
  return (
    <Menu.Root
      open
      modal={false}
      onOpenChange={(open, { event }) => {
        // A press on the trigger is the trigger's own to answer, or it would open again what it has just closed.
        if (!open && !(event.target instanceof Node && anchor.current?.contains(event.target) === true)) onClose();
      }}
    >
      <Menu.Portal container={landmarkOf(anchor.current)} className="fixed z-50">
        <Menu.Positioner anchor={anchor} align={align} sideOffset={4} collisionPadding={8} positionMethod="fixed" className="z-50">
          <Menu.Popup
            id={id}
            ref={showGuards}
            finalFocus={() => anchor.current?.querySelector<HTMLElement>('button, a') ?? true}
            className="max-h-[var(--available-height)] min-w-[180px] overflow-y-auto rounded border border-line bg-raised shadow-overlay outline-none"
          >
            {grouped(items).map(({ heading, entries }, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- groups have no other name than their place.
              <Menu.Group key={index} className="border-line py-1 not-first:border-t">
                {heading.map((words) => (
                  <Menu.GroupLabel key={words} className="px-3 py-0.5 text-xs text-ink-2">
                    {words}
                  </Menu.GroupLabel>
                ))}
                {entries.map((item) => (
                  <Entry key={item.label} item={item} onClose={onClose} />
                ))}
              </Menu.Group>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/**
 * The library's guards around a menu take the focus on Tab to pass it on, and are hidden from who would hear them: what takes the focus
 * must not be hidden (WCAG 4.1.2; the library itself shows them to VoiceOver).
 */
function showGuards(popup: HTMLElement | null): void {
  if (popup === null) return;
  requestAnimationFrame(() => {
    for (const guard of document.querySelectorAll('[data-base-ui-focus-guard]')) guard.removeAttribute('aria-hidden');
  });
}

interface Group {
  readonly heading: readonly string[];
  readonly entries: readonly MenuEntry[];
}

/** The items between two lines, with what stands above them. */
function grouped(items: readonly MenuItem[]): readonly Group[] {
  const groups: { heading: string[]; entries: MenuEntry[] }[] = [{ heading: [], entries: [] }];
  for (const item of items) {
    if (item === 'line') groups.push({ heading: [], entries: [] });
    else if ('heading' in item) groups.at(-1)?.heading.push(item.heading);
    else groups.at(-1)?.entries.push(item);
  }
  return groups.filter(({ heading, entries }) => heading.length + entries.length > 0);
}

function Entry({ item, onClose }: { readonly item: MenuEntry; readonly onClose: () => void }): ReactNode {
  const content = (
    <>
      {(item.icon !== undefined || item.checked !== undefined) && (
        <span className="flex w-4 shrink-0 [&>svg]:size-[14px]">{item.icon ?? (item.checked === true && <Check aria-hidden />)}</span>
      )}
      <span className="min-w-0">
        {item.label}
        {(item.disabledReason ?? item.note) !== undefined && (
          <span className="block max-w-[280px] text-xs whitespace-normal text-ink-3">{item.disabledReason ?? item.note}</span>
        )}
      </span>
      {item.keys !== undefined && <Keys keys={item.keys} />}
    </>
  );
  const className = cx(
    'flex min-h-[28px] touch:min-h-[44px] cursor-default items-center gap-2 px-3 py-1 text-ink no-underline outline-none',
    'data-highlighted:bg-hover data-disabled:text-ink-3',
    item.danger === true && 'font-medium',
  );
  const select = (): void => {
    onClose();
    item.onSelect?.();
  };
  if (item.checked !== undefined) {
    return (
      <Menu.CheckboxItem
        className={className}
        checked={item.checked}
        disabled={item.disabledReason !== undefined}
        onClick={select}
        closeOnClick
      >
        {content}
      </Menu.CheckboxItem>
    );
  }
  if (item.href !== undefined && item.disabledReason === undefined) {
    return (
      <Menu.Item
        className={className}
        render={item.href.startsWith('/auth/') ? <a href={item.href} /> : <Link href={item.href} />}
        onClick={select}
      >
        {content}
      </Menu.Item>
    );
  }
  return (
    <Menu.Item className={className} disabled={item.disabledReason !== undefined} onClick={select}>
      {content}
    </Menu.Item>
  );
}
