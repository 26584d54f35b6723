'use client';

import type { ReactNode } from 'react';
import { ageParts, formatTime, type Instant, type TimeStyle } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import { useZone } from '../time/zone.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import { cx } from './class-names.ts';

export interface TimeProps {
  readonly at: Instant | null | undefined;
  /** IANA zone of the site that it belongs to. */
  readonly zone?: string | null;
  readonly style?: TimeStyle;
  /** Names the zone behind it. */
  readonly withZone?: boolean;
  readonly className?: string;
}

/** An instant by the chosen clock; the whole of it, zone and ISO included, is its tooltip. */
export function Time({ at, zone: site, style = 'auto', withZone = false, className }: TimeProps): ReactNode {
  const language = useLanguage();
  const { zone, label } = useZone(site);
  const now = useNow(60_000);
  if (at == null) return <span className="text-ink-3">–</span>;
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) return <span className="text-ink-3">–</span>;
  const iso = instant.toISOString();
  return (
    <time
      dateTime={iso}
      className={cx('tnum whitespace-nowrap', className)}
      data-tip={`${formatTime(instant, { zone, language, style: 'full' })} ${label} · ${iso}`}
    >
      {formatTime(instant, { zone, language, style, ...(now === null ? {} : { now: new Date(now) }) })}
      {withZone && ` ${label}`}
    </time>
  );
}

/** How old something is: `12 s`, `3 min`. Counts on by itself. */
export function Age({ at, className }: { readonly at: Instant | null | undefined; readonly className?: string }): ReactNode {
  const tell = useAge();
  const { zone } = useZone();
  const language = useLanguage();
  if (at == null) return <span className="text-ink-3">–</span>;
  return (
    <time
      dateTime={new Date(at).toISOString()}
      className={cx('tnum whitespace-nowrap', className)}
      data-tip={formatTime(at, { zone, language, style: 'full' })}
    >
      {tell(at)}
    </time>
  );
}

/** When something is due: overdue is the one thing here that has a colour. */
export function Due({
  at,
  done = false,
  zone,
}: {
  readonly at: Instant | null | undefined;
  readonly done?: boolean;
  readonly zone?: string | null;
}): ReactNode {
  const t = useWords('time');
  const tell = useAge();
  const now = useNow(60_000);
  if (at == null) return <span className="text-ink-3">–</span>;
  const late = now !== null && new Date(at).getTime() < now && !done;
  if (!late) return <Time at={at} {...(zone === undefined ? {} : { zone })} />;
  return <span className="tnum font-medium whitespace-nowrap text-high">{t('overdue', { age: tell(at) })}</span>;
}

/** Tells ages, in the page's language, by the page's clock. */
export function useAge(): (at: Instant) => string {
  const t = useWords('time');
  const now = useNow();
  return (at) => {
    const { unit, n } = ageParts((now ?? Date.now()) - new Date(at).getTime());
    return t(unit, { n });
  };
}
