'use client';

import { useEffect, useEffectEvent, useState, type RefObject } from 'react';

/** A pointer or a key that has rested so long is on nothing in particular. */
const restMs = 10_000;

/**
 * Whether a list may move: nobody points into it, types in it or has scrolled away from its top. A pointer that has rested for ten
 * seconds is not about to press.
 */
export function useAtRest(frame: RefObject<HTMLElement | null>): boolean {
  const [touchedAt, setTouchedAt] = useState<number | null>(null);
  const [scrolled, setScrolled] = useState(false);

  const touched = useEffectEvent(() => setTouchedAt(Date.now()));
  const left = useEffectEvent((event: PointerEvent) => {
    // A finger leaves with every lift: that says nothing about where it comes down next.
    if (event.pointerType !== 'touch') setTouchedAt(null);
  });
  const scroll = useEffectEvent((event: Event) => {
    if (event.target instanceof Element) setScrolled(event.target.scrollTop > 0);
  });
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const over = new AbortController();
    const options = { signal: over.signal, passive: true };
    for (const name of ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const) element.addEventListener(name, touched, options);
    element.addEventListener('pointerleave', left, options);
    element.addEventListener('scroll', scroll, { ...options, capture: true });
    return () => over.abort();
  }, [frame]);

  useEffect(() => {
    if (touchedAt === null) return undefined;
    const timer = setTimeout(() => setTouchedAt(null), restMs);
    return () => clearTimeout(timer);
  }, [touchedAt]);

  return touchedAt === null && !scrolled;
}
