'use client';

import { lazy, Suspense, type ReactNode } from 'react';

export interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  /** Asked for by Esc, the close button and a press beside it; what has unsaved input is asked first. */
  readonly onClose: () => void;
  /** Buttons at the bottom, the main one last. */
  readonly actions?: ReactNode;
  /** Width on a wide screen: 400, 560 or 800 px. */
  readonly size?: 'small' | 'normal' | 'large';
  readonly children: ReactNode;
}

const Modal = lazy(() => import('./modal.tsx'));

/** A window over the page, for one decision. Focus stays in it and returns to where it came from. */
export function Dialog({ size = 'normal', ...props }: DialogProps): ReactNode {
  return props.open ? (
    <Suspense>
      <Modal {...props} place={size} />
    </Suspense>
  ) : null;
}
