'use client';

import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useMemo, useRef, type ReactNode } from 'react';
import { useWords } from '../words/index.ts';
import { IconButton } from './button.tsx';
import { cx } from './class-names.ts';
import { LeaveGuard, type Guard } from './leave-guard.ts';

export interface ModalProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly actions?: ReactNode;
  readonly place: 'small' | 'normal' | 'large' | 'side';
  readonly children: ReactNode;
}

export default function Modal({ title, open, onClose, actions, place, children }: ModalProps): ReactNode {
  const t = useWords('ui');
  const guard = useMemo<{ current: Guard | null }>(() => ({ current: null }), []);
  const popup = useRef<HTMLDivElement>(null);
  const close = (): void => {
    if (guard.current?.() !== true) onClose();
  };
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/35" />
        <Dialog.Popup
          ref={popup}
          // A field is ready to be written into, unless a finger has opened this: the keyboard would cover half of it.
          initialFocus={(how) =>
            how === 'touch' || matchMedia('(pointer: coarse)').matches
              ? popup.current
              : (popup.current?.querySelector<HTMLElement>(writable) ?? popup.current)
          }
          className={cx('fixed z-40 flex flex-col border-line bg-surface text-ink shadow-overlay outline-none', places[place])}
        >
          <header className="flex min-h-10 shrink-0 items-center gap-2 border-b border-line pr-1.5 pl-4">
            <Dialog.Title className="min-w-0 flex-1 truncate text-base">{title}</Dialog.Title>
            <IconButton label={t('close')} icon={<X />} onClick={close} />
          </header>
          <LeaveGuard value={guard}>
            <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          </LeaveGuard>
          {actions !== undefined && (
            <footer className="flex shrink-0 flex-wrap justify-end gap-2 border-t border-line px-4 py-2.5 pb-[max(10px,env(safe-area-inset-bottom))]">
              {actions}
            </footer>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const writable = 'input:not([type=checkbox], [type=radio]), textarea, select';

const centred =
  'left-1/2 top-[12vh] max-h-[80vh] w-[calc(100vw-24px)] -translate-x-1/2 rounded border phone:top-auto phone:bottom-0 phone:max-h-[92vh] phone:w-full phone:rounded-b-none';

const places = {
  small: `${centred} max-w-[400px] phone:max-w-none`,
  normal: `${centred} max-w-[560px] phone:max-w-none`,
  large: `${centred} max-w-[800px] phone:max-w-none`,
  side: 'inset-y-0 right-0 w-[min(560px,100vw)] border-l phone:w-full phone:border-l-0',
};
