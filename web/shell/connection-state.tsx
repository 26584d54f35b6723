'use client';

import { Unplug } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useKeptAt } from '../graph/kept.ts';
import { useSession } from '../graph/session.ts';
import { useConnection } from '../graph/use-connection.ts';
import { links } from '../links.ts';
import { formatTime } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import { useZone } from '../time/zone.tsx';
import { cx } from '../ui/class-names.ts';
import { Disconnected } from '../ui/states.tsx';
import { useAge } from '../ui/time.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import { bannerOf } from './banner.ts';
import { useSilence, useSiteNames } from './silence.tsx';

/** Whether the page is connected, and whether data come: two things. Normal is grey; what is missing is written out. */
export function ConnectionState(): ReactNode {
  const t = useWords('shell');
  const age = useAge();
  const language = useLanguage();
  const { zone, label } = useZone();
  const { state } = useConnection();
  const { sites, newestAt } = useSilence();
  if (state === 'idle') return null;
  const blind = state === 'live' && sites.length > 0;
  const newest =
    newestAt === null ? '' : ` ${t('newestIs', { time: `${formatTime(newestAt, { zone, language, style: 'seconds' })} ${label}` })}`;
  return (
    <span
      data-tip={`${t(`connectionTip.${state}`)}${newest}`}
      className={cx(
        'tnum h-8 items-center gap-1.5 px-1.5 text-sm whitespace-nowrap',
        // Where the sentence has no room, its mark stands alone.
        blind ? 'hidden min-[1180px]:flex' : 'flex',
        state === 'lost' || blind ? 'text-ink' : 'text-ink-2',
      )}
    >
      <span
        aria-hidden
        className={cx('size-1.5 rounded-full', state === 'live' && !blind ? 'bg-ink-3' : 'border border-ink bg-transparent')}
      />
      {/* Between a phone and a desk only the dot has room. */}
      <span className={cx('max-[960px]:sr-only', state === 'lost' && 'font-medium')}>{t(`connection.${state}`)}</span>
      {blind ? (
        <>
          <span aria-hidden>·</span>
          <NoData />
        </>
      ) : (
        <span className="min-w-[9ch] max-[960px]:hidden">
          {state === 'live' && newestAt !== null && `· ${t('dataAge', { age: age(newestAt) })}`}
        </span>
      )}
    </span>
  );
}

/** The same in one line, for a menu: `Connected · data 3 s`. Undefined while no connection is wanted. */
export function useConnectionLine(): string | undefined {
  const t = useWords('shell');
  const age = useAge();
  const names = useSiteNames();
  const { state } = useConnection();
  const { sites, newestAt } = useSilence();
  if (state === 'idle') return undefined;
  if (state !== 'live') return t(`connection.${state}`);
  const data = sites.length > 0 ? t('noData', { sites: names(sites) }) : newestAt === null ? '' : t('dataAge', { age: age(newestAt) });
  return [t('connection.live'), data].filter((each) => each !== '').join(' · ');
}

/** The same where there is no room for the rest: nothing while all sites are heard. */
export function NoDataMark(): ReactNode {
  const t = useWords('shell');
  const names = useSiteNames();
  const { sites } = useSilence();
  if (sites.length === 0) return null;
  return (
    <Link
      href={links.gateways()}
      aria-label={t('noData', { sites: names(sites) })}
      className="flex h-8 items-center gap-1 rounded px-1.5 text-sm font-medium whitespace-nowrap text-ink no-underline hover:bg-hover touch:h-11"
    >
      <Unplug aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
      {t('noDataShort')}
    </Link>
  );
}

function NoData(): ReactNode {
  const t = useWords('shell');
  const names = useSiteNames();
  const { sites } = useSilence();
  return (
    <Link
      href={links.gateways()}
      data-tip={t('noDataTip', { sites: sites.join(', ') })}
      className="max-w-[200px] truncate font-medium text-ink hover:underline"
    >
      {t('noData', { sites: names(sites) })}
    </Link>
  );
}

/** Across the page's whole width: that what is shown is not of now, and of when it is. */
export function ConnectionBanner(): ReactNode {
  const connection = useConnection();
  const session = useSession().state;
  const keptAt = useKeptAt();
  const now = useNow();
  const kind = now === null ? null : bannerOf({ connection, session, keptAt }, now);
  return kind && <Disconnected kind={kind} since={connection.since} lastMessageAt={connection.lastMessageAt} keptAt={keptAt} />;
}
