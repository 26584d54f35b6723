'use client';

import type { ReactNode } from 'react';
import { useSession } from '../graph/session.ts';
import { useConnection } from '../graph/use-connection.ts';
import { bannerOf } from '../shell/banner.ts';
import { formatTime, zoneLabel } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import { cx } from '../ui/class-names.ts';
import { useAge } from '../ui/time.tsx';
import { useLanguage, useWords } from '../words/index.ts';

export interface WallHeadProps {
  readonly name: string;
  readonly timezone: string;
  /** The newest reading, epoch milliseconds. */
  readonly newestAt: number | null;
  /** After this age readings have stopped; null where none is expected, or none may be read. */
  readonly staleAfterMs: number | null;
}

/** Which site it is, what time it is there, and whether what is shown is now. */
export function WallHead({ name, timezone, newestAt, staleAfterMs }: WallHeadProps): ReactNode {
  const language = useLanguage();
  const now = useNow();
  return (
    <header className="flex flex-wrap items-baseline justify-between gap-x-[1em] gap-y-[0.2em]">
      <h1 className="text-[1.5em] leading-tight font-semibold">{name}</h1>
      <DataState timezone={timezone} newestAt={newestAt} staleAfterMs={staleAfterMs} />
      <p className="tnum leading-tight whitespace-nowrap phone:order-last phone:w-full">
        {now !== null && (
          <>
            <span className="text-[1.5em] font-semibold">{formatTime(now, { zone: timezone, language, style: 'seconds' })}</span>{' '}
            <span className="text-ink-2">
              {zoneLabel(timezone, new Date(now))} · {formatTime(now, { zone: timezone, language, style: 'date' })}
            </span>
          </>
        )}
      </p>
    </header>
  );
}

/** Quiet while all is live; a line that cannot be overlooked when it is not. */
function DataState({ timezone, newestAt, staleAfterMs }: Omit<WallHeadProps, 'name'>): ReactNode {
  const t = useWords('wall');
  const language = useLanguage();
  const age = useAge();
  const now = useNow();
  const connection = useConnection();
  const { state, since } = connection;
  const session = useSession().state;
  if (now === null) return <p className="text-ink-2 phone:w-full">{t('connecting')}</p>;
  // A connection that does not come is as good as one that went, after the patience that the banner of the console has.
  const lost = state === 'lost' || bannerOf({ connection, session, keptAt: undefined }, now) === 'never';
  // A connection without a reading is as blind as none: the first frame of values has had its time.
  const blind = staleAfterMs !== null && now - Math.max(newestAt ?? 0, since.getTime()) > staleAfterMs;
  const words = [
    lost
      ? t('lostConnection', { time: formatTime(since, { zone: timezone, language, style: 'clock' }) })
      : state === 'connecting'
        ? t('connecting')
        : t('connected'),
    ...(staleAfterMs === null ? [] : [newestAt === null ? t('dataNone') : t(blind ? 'dataStale' : 'dataAge', { age: age(newestAt) })]),
  ];
  return (
    <p
      role="status"
      aria-live="off"
      className={cx('tnum phone:w-full', lost || blind ? 'bg-ink px-[0.5em] font-semibold text-canvas' : 'text-ink-2')}
    >
      {words.join(' · ')}
    </p>
  );
}
