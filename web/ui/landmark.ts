/**
 * Where what opens over the page belongs, so that it stands in the landmark of what opened it (axe, region). Undefined where that is a
 * dialog, whose edges would cut it off, or nothing: it goes to the end of the page then.
 */
export function landmarkOf(opener: Element | null): HTMLElement | undefined {
  if (opener === null || opener.closest('[role="dialog"], [role="alertdialog"]') !== null) return undefined;
  return opener.closest<HTMLElement>('main, nav') ?? opener.closest<HTMLElement>('header') ?? undefined;
}
