const draftPrefix = 'form:';

/** What was typed into the form and not sent, of this tab; null when nothing was. */
export function readDraft(id: string): object | null {
  if (typeof sessionStorage === 'undefined') return null;
  const text = sessionStorage.getItem(draftPrefix + id);
  if (text === null) return null;
  try {
    const draft: unknown = JSON.parse(text);
    return typeof draft === 'object' && draft !== null ? draft : null;
  } catch {
    return null;
  }
}

export function writeDraft(id: string, values: object): void {
  sessionStorage.setItem(draftPrefix + id, JSON.stringify(values));
}

export function dropDraft(id: string): void {
  sessionStorage.removeItem(draftPrefix + id);
}

/** Forgets every draft of this tab: whoever signs in next must not find them. */
export function dropDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(draftPrefix)) sessionStorage.removeItem(key);
}
