'use client';

import { createContext, use, useEffect } from 'react';

/**
 * What stands between an open form and its loss. A form in a dialog or sheet registers a guard; the dialog asks it before it closes.
 * The guard answers true when it has something to lose and is asking the person itself.
 */
export type Guard = () => boolean;

/** Where a guard is kept. Null outside of dialogs and sheets. */
export const LeaveGuard = createContext<{ current: Guard | null } | null>(null);

/** Registers the guard of what is shown, for as long as it is shown. Gives true inside a dialog, which then has the say over Esc. */
export function useLeaveGuard(guard: Guard): boolean {
  const slot = use(LeaveGuard);
  useEffect(() => {
    if (slot === null) return undefined;
    slot.current = guard;
    return () => {
      if (slot.current === guard) slot.current = null;
    };
  }, [slot, guard]);
  return slot !== null;
}
