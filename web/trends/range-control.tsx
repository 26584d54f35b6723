'use client';

import { ChevronLeft, ChevronRight, ZoomOut } from 'lucide-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { formatTime } from '../time/format.ts';
import { moved, parseInstant, parseRange, quickRanges, zoomed, type Range } from '../time/range.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Popover } from '../ui/popover.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import { liveFrom } from './live-from.ts';
import { fromText, toText } from './range-text.ts';

interface Asked {
  readonly from: string;
  readonly to: string;
}

/** Chooses what time is shown: a quick range, Grafana's grammar or dates; arrows shift, the glass zooms out. */
export function RangeControl(props: {
  readonly asked: Asked;
  readonly range: Range;
  readonly zone: string;
  readonly zoneName: string;
  readonly onShow: (asked: Asked) => void;
}): ReactNode {
  const { asked, range, zone, zoneName, onShow } = props;
  const t = useWords('trends');
  const language = useLanguage();
  const tell = (at: Date) => formatTime(at, { zone, language, style: sameDay() ? 'clock' : 'auto', now: new Date() });
  const quick = quickRanges.find(({ from, to }) => from === asked.from && to === asked.to);
  const quickName = useQuickName();
  return (
    <div className="flex min-w-0 items-center gap-1 [&>span]:min-w-0" role="group" aria-label={t('range.label')}>
      {/* On a phone fingers shift and zoom, and the menu of the page names both. */}
      <span className="contents phone:hidden">
        <IconButton icon={<ChevronLeft />} label={t('range.earlier')} keys="arrowleft" onClick={() => onShow(moved(range, -0.5))} />
      </span>
      <Popover
        title={t('range.label')}
        align="end"
        trigger={
          <Button className="tnum min-w-0 shrink">
            <span className="min-w-0 truncate">
              {quick ? quickName(quick.from) : t('range.until', { from: tell(range.from), to: tell(range.to) })}
            </span>
            <span className="text-ink-2">{zoneName}</span>
          </Button>
        }
      >
        {(close) => (
          <RangeForm
            asked={asked}
            zone={zone}
            onShow={(next) => {
              close();
              onShow(next);
            }}
          />
        )}
      </Popover>
      <span className="contents phone:hidden">
        <IconButton icon={<ChevronRight />} label={t('range.later')} keys="arrowright" onClick={() => onShow(moved(range, 0.5))} />
        <IconButton icon={<ZoomOut />} label={t('range.zoomOut')} keys="z" onClick={() => onShow(zoomed(range, 2))} />
        {range.live ? null : (
          <Button variant="quiet" onClick={() => onShow({ from: liveFrom(range), to: 'now' })}>
            {t('range.toNow')}
          </Button>
        )}
      </span>
    </div>
  );

  function sameDay(): boolean {
    const day = (at: Date) => formatTime(at, { zone, language, style: 'date' });
    return day(range.from) === day(range.to) && day(range.to) === day(new Date());
  }
}

function useQuickName(): (from: (typeof quickRanges)[number]['from']) => string {
  const t = useWords('time');
  return (from) => t(`ranges.${from}`);
}

function RangeForm({
  asked,
  zone,
  onShow,
}: {
  readonly asked: Asked;
  readonly zone: string;
  readonly onShow: (asked: Asked) => void;
}): ReactNode {
  const t = useWords('trends');
  const quickName = useQuickName();
  const [from, setFrom] = useState(() => toText(asked.from, zone));
  const [to, setTo] = useState(() => toText(asked.to, zone));
  const [tried, setTried] = useState(false);
  const now = new Date();
  const wanted = { from: fromText(from, zone, 'start'), to: fromText(to, zone, 'end') };
  const unreadable = (text: string, edge: 'start' | 'end') =>
    parseInstant(text, now, zone, edge) === null ? t('range.cannotRead') : undefined;
  const fromProblem = unreadable(wanted.from, 'start');
  const toProblem =
    unreadable(wanted.to, 'end') ??
    (parseRange(wanted.from, wanted.to, now, zone) === null && fromProblem === undefined ? t('range.upsideDown') : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (fromProblem === undefined && toProblem === undefined) onShow(wanted);
  };
  return (
    <div className="flex w-[420px] max-w-[92vw] gap-4 phone:flex-col">
      <form onSubmit={submit} className="flex flex-1 flex-col gap-2">
        <TextField label={t('range.from')} value={from} onChange={setFrom} problem={tried ? fromProblem : undefined} autoFocus />
        <TextField label={t('range.to')} value={to} onChange={setTo} help={t('range.grammar')} problem={tried ? toProblem : undefined} />
        <Button type="submit">{t('range.apply')}</Button>
      </form>
      <ul className="border-line m-0 flex-1 list-none border-l p-0 pl-2 phone:border-0 phone:pl-0" aria-label={t('range.quick')}>
        {quickRanges.map((range) => (
          <li key={range.from}>
            <Button
              variant="quiet"
              size="small"
              className="w-full !justify-start"
              aria-pressed={range.from === asked.from && range.to === asked.to}
              onClick={() => onShow(range)}
            >
              {quickName(range.from)}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
