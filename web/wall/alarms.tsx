'use client';

import type { ReactNode } from 'react';
import { sideOf } from '../alarms/alarm.ts';
import { formatLimit, formatNumber } from '../time/format.ts';
import { cx } from '../ui/class-names.ts';
import type { Severity } from '../ui/marks.tsx';
import { NotRefreshed, type Read } from '../ui/states.tsx';
import { useAge } from '../ui/time.tsx';
import { useEnumLabel, useLanguage, useWords, type Language } from '../words/index.ts';
import { byUrgency, type OrderedAlarm } from './alarm-order.ts';
import { WallMark } from './wall-mark.tsx';

/** What fits beside the power at 1080 lines. */
const rowsMax = 7;

export interface OpenAlarm extends OrderedAlarm {
  readonly id: string;
  readonly severity: Severity;
  readonly asset?: { readonly id: string; readonly code: string } | null | undefined;
  readonly title: string;
  readonly value?: number | null | undefined;
  readonly threshold?: number | null | undefined;
  readonly unit?: string | null | undefined;
  readonly acknowledgedBy?: { readonly displayName: string } | null | undefined;
}

/** The open alarms of the site, large, what nobody has taken on first. */
export function Alarms({
  alarms,
  total,
  read,
}: {
  readonly alarms: readonly OpenAlarm[];
  readonly total: number;
  readonly read: Read;
}): ReactNode {
  const t = useWords('wall');
  const label = useEnumLabel();
  const shown = byUrgency(alarms).slice(0, rowsMax);
  const [first] = shown;
  return (
    <section aria-label={t('alarms')} className="flex min-h-0 flex-col">
      {/* What is read out changes with the alarm on top, and not with every second of an age. */}
      <p role="status" className="sr-only">
        {first?.status === 'ACTIVE' && `${label('AlertSeverity', first.severity)}: ${first.title}`}
      </p>
      <h2 className="flex items-baseline justify-between gap-[1em] border-b border-ink-3 pb-[0.2em] text-[1em] font-semibold">
        {t('alarms')}
        <span className="tnum text-[1.3em]">{total}</span>
      </h2>
      {shown.length === 0 ? (
        <p className="py-[1em] text-ink-2">{t('alarmsNone')}</p>
      ) : (
        <ol>
          {shown.map((alarm) => (
            <Row key={alarm.id} alarm={alarm} />
          ))}
        </ol>
      )}
      {/* Nobody stands there to try again: it is tried by itself. */}
      <NotRefreshed what={t('alarms')} error={read.error} failedSince={read.failedSince} className="text-[0.85em]" />
      {total > shown.length && <p className="pt-[0.4em] text-ink-2">{t('alarmsMore', { count: total - shown.length })}</p>}
    </section>
  );
}

function Row({ alarm }: { readonly alarm: OpenAlarm }): ReactNode {
  const t = useWords('wall');
  const label = useEnumLabel();
  const language = useLanguage();
  const age = useAge();
  const open = alarm.status === 'ACTIVE';
  const facts = [
    label('AlertSeverity', alarm.severity),
    alarm.value == null ? null : t('atRaise', { value: valueOf(alarm, alarm.value, language) }),
    open ? null : alarm.acknowledgedBy ? t('acknowledgedBy', { name: alarm.acknowledgedBy.displayName }) : t('acknowledged'),
  ].filter((fact) => fact !== null);
  return (
    <li className="grid grid-cols-[auto_1fr_auto] gap-x-[0.6em] border-b border-line py-[0.45em] leading-tight">
      <span className="pt-[0.1em] text-[1.1em]">
        <WallMark alarm={alarm} />
      </span>
      <span className={cx('min-w-0 text-[1.1em] break-words', open && 'font-semibold')}>
        {alarm.asset && <span className="mr-[0.5em] font-mono">{alarm.asset.code}</span>}
        {titleOf(alarm)}
      </span>
      <span className="tnum text-[1.1em] whitespace-nowrap">{age(alarm.triggeredAt)}</span>
      <span className="col-start-2 text-[0.85em] text-ink-2">{facts.join(' · ')}</span>
    </li>
  );
}

/** `96.3 °C > 95`: what was measured, and the limit that it crossed. */
function valueOf(alarm: OpenAlarm, value: number, language: Language): string {
  const { threshold, unit } = alarm;
  const side = sideOf({ value, ...(threshold != null && { threshold }) });
  const limit = threshold == null ? '' : ` ${side ?? ''} ${formatLimit(threshold, language)}`;
  return `${formatNumber(value, { language })}${unit ? ` ${unit}` : ''}${limit}`;
}

/** Titles end with the asset's code, which stands before them here. */
function titleOf({ title, asset }: OpenAlarm): string {
  return asset && title.endsWith(`: ${asset.code}`) ? title.slice(0, -asset.code.length - 2) : title;
}
