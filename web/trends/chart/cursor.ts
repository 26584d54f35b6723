import { useSyncExternalStore } from 'react';

/** Where a chart's crosshair is: its time, and per series the place of the reading there. */
export interface CursorState {
  readonly at: number | null;
  readonly places: readonly (number | null)[];
}

/** Moves with the pointer, sixty times a second: only who shows it is drawn again. */
export interface CursorStore {
  readonly get: () => CursorState;
  readonly set: (state: CursorState) => void;
  /** Readings have come: whoever shows the last ones looks again. */
  readonly touch: () => void;
  readonly subscribe: (listener: () => void) => () => void;
}

const away: CursorState = { at: null, places: [] };

export function createCursor(): CursorStore {
  let state = away;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    get: () => state,
    touch: () => {
      state = { ...state };
      tell();
    },
    set: (next) => {
      if (next.at === null && state.at === null) return;
      state = next.at === null ? away : next;
      tell();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useCursor(store: CursorStore): CursorState {
  return useSyncExternalStore(store.subscribe, store.get, () => away);
}
