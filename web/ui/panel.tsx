'use client';

import { Component, useId, type ErrorInfo, type ReactNode } from 'react';
import { cx } from './class-names.ts';
import { Failed } from './states.tsx';

export interface PanelProps {
  readonly title: string;
  /** At the right of the title. */
  readonly action?: ReactNode;
  /** Beside the title, quieter. */
  readonly note?: ReactNode;
  readonly className?: string;
  readonly bodyClassName?: string;
  readonly children: ReactNode;
}

/** A part of a page with a title of its own. When drawing it fails, it alone says so. */
export function Panel({ title, action, note, className, bodyClassName, children }: PanelProps): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cx('flex min-w-0 flex-col border-b border-line', className)}>
      <header className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {note !== undefined && <div className="text-xs text-ink-2">{note}</div>}
        {action !== undefined && <div className="ml-auto flex items-center gap-2">{action}</div>}
      </header>
      <div className={cx('min-h-0 min-w-0 flex-1', bodyClassName)}>
        <Boundary what={title}>{children}</Boundary>
      </div>
    </section>
  );
}

/** Keeps an error of what it holds from taking the rest of the page. */
export class Boundary extends Component<
  { readonly what: string; readonly children: ReactNode },
  { readonly error: Error | null; readonly since: Date | null }
> {
  override state = { error: null, since: null };

  static getDerivedStateFromError(error: Error): { error: Error; since: Date } {
    return { error, since: new Date() };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(`${this.props.what} could not be drawn.`, error, info.componentStack);
  }

  override render(): ReactNode {
    const { error, since } = this.state;
    if (error === null) return this.props.children;
    return (
      <Failed
        what={this.props.what}
        error={error}
        {...(since === null ? {} : { since })}
        retry={() => this.setState({ error: null, since: null })}
      />
    );
  }
}
