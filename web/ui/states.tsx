'use client';

import type { ReactNode } from 'react';
import { useConnection } from '../graph/use-connection.ts';
import { useWords } from '../words/index.ts';
import type { Instant } from '../time/format.ts';
import { Time, useAge } from './time.tsx';
import { Button } from './button.tsx';
import { cx } from './class-names.ts';
import { useFirstReading } from './first-reading.ts';

/**
 * Rows that are on their way: the geometry of what comes, and only when it takes long enough to be noticed. Holds back the first view
 * that it is part of.
 */
export function Loading({ rows = 6, className }: { readonly rows?: number; readonly className?: string }): ReactNode {
  const t = useWords('ui');
  useFirstReading();
  return (
    <div role="status" aria-label={t('loading')} className={cx('late', className)}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex h-[var(--row)] items-center border-b border-line px-3">
          <div className="h-2 rounded bg-line" style={{ width: `${[62, 48, 71, 55, 66, 43][index % 6] ?? 50}%` }} />
        </div>
      ))}
    </div>
  );
}

export interface EmptyProps {
  /** There are none yet · the filters fit nothing · this person may not see them. */
  readonly kind: 'none' | 'noMatch' | 'forbidden';
  /** What there is none of, as a sentence; a default is there for each kind. */
  readonly title?: string;
  readonly detail?: ReactNode;
  /** One thing to do about it. */
  readonly action?: ReactNode;
  readonly className?: string;
}

export function Empty({ kind, title, detail, action, className }: EmptyProps): ReactNode {
  const t = useWords('ui');
  return (
    <div className={cx('flex flex-col items-start gap-2 px-3 py-4', className)}>
      <div className="text-ink-2">{title ?? t(`empty.${kind}`)}</div>
      {kind === 'forbidden' && detail === undefined && <div className="text-sm text-ink-3">{t('empty.askFor')}</div>}
      {detail !== undefined && <div className="text-sm text-ink-3">{detail}</div>}
      {action}
    </div>
  );
}

export interface FailedProps {
  /** What could not be had: "the list of alarms". */
  readonly what: string;
  /** The error as the client gives it; its trace id is shown as the reference. */
  readonly error?: unknown;
  readonly since?: Date | string | number | undefined;
  readonly retry?: (() => void) | undefined;
  readonly className?: string;
}

/** What failed, since when, how to try again, and the reference that support asks for. */
export function Failed({ what, error, since, retry, className }: FailedProps): ReactNode {
  const t = useWords('ui');
  const reference = traceIdOf(error);
  return (
    <div role="alert" className={cx('flex flex-col items-start gap-1.5 px-3 py-4', className)}>
      <div className="font-medium">{t('couldNotLoad', { what })}</div>
      <div className="text-sm text-ink-2">
        {reasonOf(error) ?? t('couldNotLoadWhy')}
        {since !== undefined && (
          <>
            {' '}
            {t('since')} <Time at={since} />.
          </>
        )}
      </div>
      {reference !== null && (
        <div className="text-sm text-ink-3">
          {t('reference')} <span className="code select-all">{reference}</span>
        </div>
      )}
      {retry !== undefined && <Button onClick={retry}>{t('retry')}</Button>}
    </div>
  );
}

/** How reading went of what is shown, as `useData` and `usePages` tell it. */
export interface Read {
  readonly error?: unknown;
  /** When reading it anew began to fail; undefined while it does not. */
  readonly failedSince?: Date | undefined;
  readonly refetch?: (() => void) | undefined;
}

export interface NotRefreshedProps extends Read {
  /** What is shown: "the list of alarms". */
  readonly what: string;
  readonly className?: string;
}

/**
 * Below what is shown, so that it moves nothing: it is older than it looks, since when, how to try again, and the reference. Nothing
 * while reading succeeds, nor while the page has no connection, which is told once and for all of it.
 */
export function NotRefreshed({ failedSince, ...rest }: NotRefreshedProps): ReactNode {
  return failedSince === undefined ? null : <Older {...rest} failedSince={failedSince} />;
}

function Older({
  what,
  error,
  failedSince,
  refetch,
  className = 'text-sm',
}: NotRefreshedProps & { readonly failedSince: Date }): ReactNode {
  const t = useWords('ui');
  const { state } = useConnection();
  if (state !== 'live' && isRecord(error) && error['networkError'] !== undefined) return null;
  const reference = traceIdOf(error);
  return (
    <div role="status" className={cx('flex min-h-8 shrink-0 items-center gap-3 border-t border-line bg-raised px-3 py-1', className)}>
      <span className="min-w-0 flex-1">
        <span className="font-medium">{t('couldNotRefresh', { what })}</span>{' '}
        <span className="text-ink-2">
          {t('since')} <Time at={failedSince} />
          {reference !== null && (
            <>
              {' · '}
              {t('reference')} <span className="code break-all select-all">{reference}</span>
            </>
          )}
        </span>
      </span>
      {refetch !== undefined && (
        <Button size="small" onClick={refetch}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}

/** The trace id that the graph put on its errors; null when there is none. */
export function traceIdOf(error: unknown): string | null {
  for (const each of graphErrors(error)) {
    if (!isRecord(each) || !isRecord(each['extensions'])) continue;
    const id = each['extensions']['traceId'];
    if (typeof id === 'string') return id;
  }
  return null;
}

function reasonOf(error: unknown): string | null {
  const [first] = graphErrors(error);
  if (isRecord(first) && typeof first['message'] === 'string') return first['message'];
  return null;
}

function graphErrors(error: unknown): readonly unknown[] {
  return isRecord(error) && Array.isArray(error['graphQLErrors']) ? error['graphQLErrors'] : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

export interface DisconnectedProps {
  /** The connection went, or has never been there; or it is there, and something could not be read all the same. */
  readonly kind: 'lost' | 'never' | 'kept';
  readonly since: Date;
  readonly lastMessageAt?: Date | null;
  /** When what is shown was kept in this browser, if it was. */
  readonly keptAt?: Instant | undefined;
}

/** Over a page whose values no longer arrive: since when, how old they are, and that it is being tried. */
export function Disconnected({ kind, since, lastMessageAt, keptAt }: DisconnectedProps): ReactNode {
  const t = useWords('ui');
  const ago = useWords('time');
  const age = useAge();
  return (
    <div role="status" className="hatched flex min-h-8 flex-wrap items-center gap-x-2 border-b border-edge bg-raised px-3 py-1 font-medium">
      {t(`disconnected.${kind}`)}
      <span className="font-normal text-ink-2">
        {keptAt !== undefined ? (
          <>
            {t('asOf')} <Time at={keptAt} />, {ago('ago', { age: age(keptAt) })}
          </>
        ) : (
          <>
            {t('since')} <Time at={since} style="seconds" />
            {lastMessageAt != null && (
              <>
                {' · '}
                {t('lastData')} <Time at={lastMessageAt} style="seconds" />
              </>
            )}
          </>
        )}
      </span>
    </div>
  );
}
