/**
 * Fetches what opens over the page (menus, dialogs, the palette) once the person first touches it: not a part of the first load, and
 * there when it is wanted, without a network too.
 */
export function preloadOverlays(): () => void {
  const events = ['pointermove', 'pointerdown', 'keydown'] as const;
  const stop = (): void => {
    for (const event of events) removeEventListener(event, load);
  };
  const load = (): void => {
    stop();
    void Promise.allSettled([
      import('../ui/menu-popup.tsx'),
      import('../ui/popover-popup.tsx'),
      import('../ui/modal.tsx'),
      import('../ui/combobox-field.tsx'),
      import('./palette.tsx'),
      import('./sign-out-dialog.tsx'),
    ]);
  };
  for (const event of events) addEventListener(event, load, { passive: true });
  return stop;
}
