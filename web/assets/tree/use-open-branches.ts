'use client';

import { useCallback, useEffect, useState } from 'react';

const place = 'dcmms.assets.open';

/** Which branches stand open; kept for this tab, so that a reload and the way back show the same tree. */
export function useOpenBranches() {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const openAll = useCallback((branches: readonly string[]) => {
    setOpen((before) => (branches.every((branch) => before.has(branch)) ? before : new Set([...before, ...branches])));
  }, []);
  const toggle = useCallback((branch: string, on: boolean) => {
    setOpen((before) => {
      const after = new Set(before);
      if (on) after.add(branch);
      else after.delete(branch);
      return after;
    });
  }, []);
  const [restored, setRestored] = useState(false);
  useEffect(() => {
    openAll((sessionStorage.getItem(place) ?? '').split(' ').filter((branch) => branch !== ''));
    setRestored(true);
  }, [openAll]);
  useEffect(() => {
    if (restored) sessionStorage.setItem(place, [...open].join(' '));
  }, [open, restored]);
  return { open, toggle, openAll };
}
