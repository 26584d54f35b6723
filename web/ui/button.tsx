'use client';

import Link from 'next/link';
import { useState, type MouseEvent, type ReactNode, type Ref } from 'react';
import { cx } from './class-names.ts';
import { ariaKeys, Keys } from './keys.tsx';

export interface ButtonProps {
  /** `plain` unless told; one `primary` on a page at most. */
  readonly variant?: 'plain' | 'primary' | 'quiet' | 'danger';
  /** `large` is 44 px high: for a thumb. */
  readonly size?: 'small' | 'normal' | 'large';
  readonly icon?: ReactNode;
  /** Makes it a link. */
  readonly href?: string;
  /** The shortcut that does the same, shown with it; registering it is `useKeys`'s job. */
  readonly keys?: string;
  /** While true it cannot be pressed again. A click whose handler returns a promise is busy until it settles. */
  readonly busy?: boolean;
  readonly disabled?: boolean;
  /** Why it is disabled, as a sentence: it can still be reached and says so. Implies `disabled`. */
  readonly reason?: string | undefined;
  readonly type?: 'button' | 'submit';
  readonly onClick?: (event: MouseEvent<HTMLElement>) => unknown;
  readonly children?: ReactNode;
  /** The accessible name when the content is no text. */
  readonly label?: string;
  readonly className?: string | undefined;
  readonly id?: string;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly 'aria-haspopup'?: 'menu' | 'dialog' | 'listbox';
  readonly 'aria-expanded'?: boolean;
  readonly 'aria-pressed'?: boolean;
  readonly 'aria-controls'?: string;
  readonly 'data-tip'?: string | undefined;
  readonly form?: string;
}

/** What is pressed. A disabled one with a reason stays reachable and tells the reason. */
export function Button(props: ButtonProps): ReactNode {
  const { variant = 'plain', size = 'normal', icon, href, keys, disabled, reason, type = 'button', onClick, children, label } = props;
  const [waiting, setWaiting] = useState(false);
  const busy = props.busy === true || waiting;
  const blocked = disabled === true || reason !== undefined || busy;
  const className = cx(base, sizes[size], variants[variant], blocked && 'cursor-not-allowed opacity-55', props.className);
  const shared = {
    id: props.id,
    className,
    'aria-label': label,
    'aria-description': reason,
    'aria-keyshortcuts': keys === undefined ? undefined : ariaKeys(keys),
    'data-tip': reason ?? props['data-tip'],
  };
  const content = (
    <>
      {icon !== undefined && <span className="flex shrink-0 [&>svg]:size-[15px]">{icon}</span>}
      {children}
      {keys !== undefined && children !== undefined && <Keys keys={keys} />}
    </>
  );
  if (href !== undefined && !blocked) {
    // What the gateway answers is no page of ours: a plain link leaves for it.
    if (href.startsWith('/auth/')) {
      return (
        <a {...shared} href={href}>
          {content}
        </a>
      );
    }
    return (
      <Link {...shared} href={href} {...(onClick === undefined ? {} : { onClick: (event) => void onClick(event) })}>
        {content}
      </Link>
    );
  }
  const press = (event: MouseEvent<HTMLElement>): void => {
    if (blocked) {
      event.preventDefault();
      return;
    }
    const done = onClick?.(event);
    if (!(done instanceof Promise)) return;
    setWaiting(true);
    void done.finally(() => setWaiting(false));
  };
  return (
    <button
      {...shared}
      ref={props.ref}
      type={type}
      form={props.form}
      // `disabled` would take it out of the order of focus, and the reason with it.
      disabled={disabled === true && reason === undefined}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      aria-haspopup={props['aria-haspopup']}
      aria-expanded={props['aria-expanded']}
      aria-pressed={props['aria-pressed']}
      aria-controls={props['aria-controls']}
      onClick={press}
    >
      {content}
    </button>
  );
}

/** A button that is only a picture; `label` is its name and its tooltip. */
export function IconButton({
  label,
  ...props
}: Omit<ButtonProps, 'children' | 'icon'> & { readonly label: string; readonly icon: ReactNode }): ReactNode {
  return <Button variant="quiet" {...props} label={label} data-tip={label} className={cx('aspect-square !px-0', props.className)} />;
}

const base =
  'inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded border font-medium no-underline select-none transition-colors duration-75';

const sizes = {
  small: 'h-6 px-2 text-sm touch:h-9 touch:px-3',
  normal: 'h-[var(--control)] px-2.5',
  large: 'min-h-11 px-4 text-lg',
};

const variants = {
  plain: 'border-line bg-raised text-ink hover:bg-hover aria-expanded:bg-hover aria-pressed:border-ink-3',
  // The hint of its key in its own colour, a little quieter: 9.2 / 7.0; the page's grey would be 2.4 on ink.
  primary: 'border-ink bg-ink text-canvas hover:opacity-85 [&_kbd]:text-canvas/75',
  quiet: 'border-transparent text-ink-2 hover:bg-hover hover:text-ink aria-expanded:bg-hover aria-pressed:bg-hover aria-pressed:text-ink',
  danger: 'border-edge bg-raised text-ink hover:border-ink',
};
