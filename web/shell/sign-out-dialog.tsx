'use client';

import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useWords } from '../words/index.ts';

export interface SignOutDialogProps {
  /** How many writes nobody but this device knows. */
  readonly unsent: number;
  readonly onClose: () => void;
  readonly onSignOut: () => Promise<void>;
}

/** Signing out with unsent work: what happens to it, and the way to look at it first. */
export default function SignOutDialog({ unsent, onClose, onSignOut }: SignOutDialogProps): ReactNode {
  const t = useWords('shell');
  return (
    <Dialog
      title={t('signOutUnsent', { n: unsent })}
      open
      size="small"
      onClose={onClose}
      actions={
        <>
          <Button href={links.outbox()} onClick={onClose}>
            {t('outbox')}
          </Button>
          <Button onClick={onSignOut}>{t('signOut')}</Button>
          <Button variant="primary" onClick={onClose}>
            {t('staySignedIn')}
          </Button>
        </>
      }
    >
      {t('signOutUnsentText')}
    </Dialog>
  );
}
