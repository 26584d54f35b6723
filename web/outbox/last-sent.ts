const prefix = 'dcmms.sent.';

/** When the last write of a person (`personKey`) was taken by the graph from this browser, in ms since 1970; null when none was. */
export function lastSent(person: string): number | null {
  try {
    const at = Number(localStorage.getItem(prefix + person));
    return at > 0 ? at : null;
  } catch {
    return null;
  }
}

export function rememberSent(person: string, at: number): void {
  try {
    localStorage.setItem(prefix + person, String(at));
  } catch {
    // Only the empty outbox tells it.
  }
}
