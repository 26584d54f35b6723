/** What tells whether somebody looks: a browser's `document`. */
export interface Page {
  readonly visibilityState: DocumentVisibilityState;
  readonly addEventListener: (type: 'visibilitychange', listener: () => void) => void;
  readonly removeEventListener: (type: 'visibilitychange', listener: () => void) => void;
}

/**
 * Runs again and again while the page is looked at; of a page that was hidden for longer, at once when it is looked at again. Never
 * twice within `everyMs`. Returns what ends it.
 */
export function every(everyMs: number, run: () => void, page: Page): () => void {
  let due = false;
  let timer: ReturnType<typeof setInterval>;
  const begin = (): void => {
    timer = setInterval(() => {
      if (page.visibilityState === 'visible') run();
      else due = true;
    }, everyMs);
  };
  const looked = (): void => {
    if (!due || page.visibilityState !== 'visible') return;
    due = false;
    clearInterval(timer);
    begin();
    run();
  };
  begin();
  page.addEventListener('visibilitychange', looked);
  return () => {
    clearInterval(timer);
    page.removeEventListener('visibilitychange', looked);
  };
}
