import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

/** Somebody by name; a dash when nobody. A part of the system is no person and is named by its caller. */
export function Person({
  user,
  className,
}: {
  readonly user: { readonly displayName: string } | null | undefined;
  readonly className?: string;
}): ReactNode {
  if (user == null) return <span className={cx('text-ink-3', className)}>–</span>;
  return <span className={cx('truncate', className)}>{user.displayName}</span>;
}
