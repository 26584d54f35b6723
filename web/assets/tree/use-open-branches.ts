'use client';

import { useCallback, useEffect, useState } from 'react';

const place = 'dcmms.assets.open';

/** Which branches stand open; kept for this tab, so that a reload and the way back show the same tree. `untouched` until one was opened or closed in it. */
export function useOpenBranches() {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [untouched, setUntouched] = useState(false);
  const openAll = useCallback((branches: readonly string[]) => {
    setOpen((before) => (branches.every((branch) => before.has(branch)) ? before : new Set([...before, ...branches])));
  }, []);
  const toggle = useCallback((branch: string, on: boolean) => {
    setUntouched(false);
    setOpen((before) => {
      const after = new Set(before);
      if (on) after.add(branch);
      else after.delete(branch);
      return after;
    });
  }, []);
  const [restored, setRestored] = useState(false);
  useEffect(() => {
    const kept = sessionStorage.getItem(place);
    setUntouched(kept === null);
    openAll((kept ?? '').split(' ').filter((branch) => branch !== ''));
    setRestored(true);
  }, [openAll]);
  useEffect(() => {
    if (restored) sessionStorage.setItem(place, [...open].join(' '));
  }, [open, restored]);
  return { open, toggle, openAll, untouched };
}
