'use client';

import { lazy, Suspense, type ReactNode } from 'react';
import type { DialogProps } from './dialog.tsx';

const Modal = lazy(() => import('./modal.tsx'));

/** A surface from the side on a wide screen, the whole screen on a phone: for a form or a detail beside its list. */
export function Sheet(props: Omit<DialogProps, 'size'>): ReactNode {
  return props.open ? (
    <Suspense>
      <Modal {...props} place="side" />
    </Suspense>
  ) : null;
}
