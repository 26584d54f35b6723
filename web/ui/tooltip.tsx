'use client';

import { useEffect, useRef, type ReactNode } from 'react';

/** Gives what it wraps a tooltip. Anything else gets one by the attribute `data-tip`; the layer below serves them all. */
export function Tooltip({
  text,
  children,
  className,
}: {
  readonly text: string;
  readonly children: ReactNode;
  readonly className?: string;
}): ReactNode {
  return (
    <span data-tip={text} className={className}>
      {children}
    </span>
  );
}

/**
 * The one tooltip of the page, for every element with `data-tip`: a table of 500 rows needs no 500 components. It comes with the
 * pointer, with the keyboard's focus, and with a tap on what is disabled; it goes with Esc and stays while the pointer is on it (WCAG 1.4.13).
 */
export function TooltipLayer(): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => (box.current === null ? undefined : serve(box.current)), []);
  return (
    <div
      ref={box}
      popover="manual"
      role="tooltip"
      className="pointer-events-auto fixed m-0 max-w-[320px] rounded border border-line bg-raised px-2 py-1 text-sm text-ink shadow-overlay"
    />
  );
}

function serve(box: HTMLDivElement): () => void {
  let shown: HTMLElement | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hide = (): void => {
    clearTimeout(timer);
    shown = null;
    if (box.matches(':popover-open')) box.hidePopover();
  };
  const show = (element: HTMLElement): void => {
    const text = element.dataset['tip'];
    if (text === undefined || text === '' || !element.isConnected) return;
    shown = element;
    box.textContent = text;
    box.showPopover();
    place(box, element.getBoundingClientRect());
  };
  const later = (element: HTMLElement, ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => show(element), ms);
  };
  const over = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') return;
    if (event.target === box) return clearTimeout(timer);
    const element = tipped(event.target);
    if (element === null) {
      clearTimeout(timer);
      if (shown !== null) timer = setTimeout(hide, 120);
    } else if (element !== shown) later(element, shown === null ? 450 : 80);
    return undefined;
  };
  const focus = (event: FocusEvent): void => {
    const element = tipped(event.target);
    if (element !== null && element.matches(':focus-visible')) later(element, 450);
    else hide();
  };
  const press = (event: PointerEvent): void => {
    hide();
    const element = tipped(event.target);
    if (element?.getAttribute('aria-disabled') === 'true') later(element, 0);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') hide();
  };
  document.addEventListener('pointerover', over);
  document.addEventListener('focusin', focus);
  document.addEventListener('focusout', hide);
  document.addEventListener('pointerdown', press);
  document.addEventListener('keydown', key);
  document.addEventListener('scroll', hide, true);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('pointerover', over);
    document.removeEventListener('focusin', focus);
    document.removeEventListener('focusout', hide);
    document.removeEventListener('pointerdown', press);
    document.removeEventListener('keydown', key);
    document.removeEventListener('scroll', hide, true);
  };
}

function tipped(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
}

/** Below the element, above it where there is no room, and never over the window's edge. */
function place(box: HTMLElement, anchor: DOMRect): void {
  const { width, height } = box.getBoundingClientRect();
  const left = Math.min(Math.max(6, anchor.left + anchor.width / 2 - width / 2), innerWidth - width - 6);
  const below = anchor.bottom + 4;
  const top = below + height > innerHeight - 4 ? anchor.top - height - 4 : below;
  box.style.left = `${left}px`;
  box.style.top = `${Math.max(4, top)}px`;
}
