'use client';

import { useMemo, type ReactNode } from 'react';
import { ageParts, formatTime, zoneLabel, type Instant, type TimeStyle } from '../time/format.ts';
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
  const { zone } = useZone(site);
  const now = useNow(60_000);
  if (at == null) return <span className="text-ink-3">–</span>;
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) return <span className="text-ink-3">–</span>;
  const iso = instant.toISOString();
  // By the instant's own season: in November a time in July is CEST.
  const label = zoneLabel(zone, instant);
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
  const second = at == null ? null : Math.floor(new Date(at).getTime() / 1_000) * 1_000;
  // A live value is of another instant five times a second.
  const whole = useMemo(
    () =>
      second !== null && { dateTime: new Date(second).toISOString(), 'data-tip': formatTime(second, { zone, language, style: 'full' }) },
    [second, zone, language],
  );
  if (at == null) return <span className="text-ink-3">–</span>;
  return (
    <time {...whole} className={cx('tnum whitespace-nowrap', className)}>
      {tell(at)}
    </time>
  );
}

interface DueProps {
  readonly at: Instant | null | undefined;
  readonly done?: boolean;
  /** IANA zone of the site that it belongs to. */
  readonly zone?: string | null;
  /** Names the zone in any case: for rows of sites with several clocks. Without it only a zone is named that is not the header's. */
  readonly withZone?: boolean;
}

/**
 * When something is due, with its day: overdue is the one thing here that has a colour. The tooltip tells the whole instant, its zone,
 * and how far away it is, which no clock of another place can mislead about.
 */
export function Due({ at, done = false, zone: site, withZone = false }: DueProps): ReactNode {
  const t = useWords('time');
  const language = useLanguage();
  const { zone } = useZone(site);
  const header = useZone().zone;
  const minute = useNow(60_000);
  if (at == null) return <span className="text-ink-3">–</span>;
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) return <span className="text-ink-3">–</span>;
  const label = zoneLabel(zone, instant);
  const full = `${formatTime(instant, { zone, language, style: 'full' })} ${label}`;
  const away = minute === null ? undefined : instant.getTime() - minute;
  const parts = ageParts(away ?? 0);
  const age = t(parts.unit, { n: parts.n });
  const late = away !== undefined && away < 0 && !done;
  const distance = away === undefined ? '' : ` · ${away < 0 ? t('ago', { age }) : t('inFuture', { age })}`;
  const names = withZone || label !== zoneLabel(header, instant);
  return (
    <time
      dateTime={instant.toISOString()}
      className={cx('tnum whitespace-nowrap', late && 'font-medium text-high')}
      data-tip={`${full}${distance}`}
    >
      {late
        ? t('overdue', { age })
        : formatTime(instant, { zone, language, style: 'day', ...(minute === null ? {} : { now: new Date(minute) }) })}
      {!late && names && <span className="text-ink-2"> {label}</span>}
    </time>
  );
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
