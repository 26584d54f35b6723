'use client';

import { X } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useWords } from '../words/index.ts';
import { Button, IconButton } from './button.tsx';
import { closeToast, currentToasts, showToast, subscribeToasts, toastMs, type NewToast, type Toast } from './toasts.ts';

/** `const show = useToast()`, then `show({ title, undo })`. The same as `showToast`, which needs no component. */
export function useToast(): (toast: NewToast) => void {
  return showToast;
}

/** Where toasts appear; mounted once. Time stands still while the pointer or the focus is on them. */
export function ToastLayer(): ReactNode {
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts, () => none);
  const [held, setHeld] = useState(false);
  return (
    <div
      className="pointer-events-none fixed right-3 bottom-3 z-50 flex w-[min(380px,calc(100vw-24px))] flex-col gap-2 phone:bottom-[72px]"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div role="status" className="contents">
        {toasts.map((toast) => toast.kind !== 'failed' && <Card key={toast.id} toast={toast} held={held} />)}
      </div>
      <div role="alert" className="contents">
        {toasts.map((toast) => toast.kind === 'failed' && <Card key={toast.id} toast={toast} held />)}
      </div>
    </div>
  );
}

const none: readonly Toast[] = [];

function Card({ toast, held }: { readonly toast: Toast; readonly held: boolean }): ReactNode {
  const t = useWords('ui');
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => closeToast(toast.id), toastMs);
    return () => clearTimeout(timer);
  }, [held, toast.id]);
  return (
    <div className="pointer-events-auto flex items-start gap-2 rounded border border-line bg-raised py-2 pr-1.5 pl-3 shadow-overlay">
      <div className="min-w-0 flex-1 py-1">
        <div className="font-medium">{toast.kind === 'failed' ? `${t('failed')}: ${toast.title}` : toast.title}</div>
        {toast.detail !== undefined && <div className="text-sm break-words text-ink-2">{toast.detail}</div>}
      </div>
      {toast.href !== undefined && (
        <Link href={toast.href} className="self-center px-1 text-focus" onClick={() => closeToast(toast.id)}>
          {t('show')}
        </Link>
      )}
      {toast.undo !== undefined && (
        <Button
          size="small"
          onClick={() => {
            closeToast(toast.id);
            toast.undo?.();
          }}
        >
          {t('undo')}
        </Button>
      )}
      <IconButton size="small" label={t('dismiss')} icon={<X />} onClick={() => closeToast(toast.id)} />
    </div>
  );
}
