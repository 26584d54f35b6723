'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useEffect, useMemo, type CSSProperties, type ReactNode } from 'react';
import { useSoon } from '../alarms/use-soon.ts';
import { LiveFeeds, useLiveEvents } from '../graph/live-feeds.tsx';
import { useData } from '../graph/use-data.ts';
import { useEvery } from '../graph/use-every.ts';
import { usePages } from '../graph/use-pages.ts';
import type { WallSiteQuery } from '../gql/graphql.ts';
import { links } from '../links.ts';
import { usePageTitle } from '../shell/title.tsx';
import { useNow } from '../time/now.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { Boundary } from '../ui/panel.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useWords } from '../words/index.ts';
import { worstByAsset } from './alarm-order.ts';
import { Alarms } from './alarms.tsx';
import { arrange } from './arrange.ts';
import { wander, wanderPx } from './burn-in.ts';
import { Controls, dimModes } from './controls.tsx';
import { wallAlarmsQuery, wallAssetsQuery, wallSiteQuery } from './documents.ts';
import { Live } from './live.tsx';
import { isNight } from './night.ts';
import { useAwake } from './use-awake.ts';
import { useRevival } from './use-revival.ts';

/** A site's assets seldom change; what is new on it is on its wall within this time. */
const refreshMs = 10 * 60_000;
/** Nobody stands there to try again. */
const retryMs = 10_000;
const alarmsMax = 100;

/**
 * The wall of a site: what it delivers, what could be better, and what is wrong, to be read from across a room. It runs for months:
 * it connects again by itself, moves by pixels, and is dim at night (`?dim=auto|on|off`) unless a critical alarm waits.
 */
export function WallScreen({ code }: { readonly code: string }): ReactNode {
  const t = useWords('wall');
  const { data, state, error, failedSince, refetch } = useData(wallSiteQuery, { code });
  useEvery(data === undefined ? retryMs : refreshMs, refetch);
  useAwake();
  useRevival();
  const site = data?.site;
  usePageTitle(t('title', { site: site?.name ?? code }));
  if (site) return <SiteWall site={site} />;
  return (
    <main className="p-4">
      <h1 className="mb-2 text-xl">{t('title', { site: code })}</h1>
      {state === 'loading' && <Loading />}
      {state === 'failed' && <Failed what={t('what')} error={error} {...(failedSince && { since: failedSince })} retry={refetch} />}
      {state === 'forbidden' && <Empty kind="forbidden" />}
      {state === 'ready' && (
        <Empty
          kind="none"
          title={t('missing', { code })}
          detail={t('missingHelp')}
          action={<Button href={links.overview()}>{t('toConsole')}</Button>}
        />
      )}
    </main>
  );
}

type Site = NonNullable<WallSiteQuery['site']>;

function SiteWall({ site }: { readonly site: Site }): ReactNode {
  const t = useWords('wall');
  const { rows, more, loadMore, refetch: refetchAssets } = usePages(wallAssetsQuery, { siteId: site.id }, (data) => data.assets);
  useEffect(() => {
    if (more) loadMore();
  }, [more, loadMore, rows]);
  useEvery(refreshMs, refetchAssets);
  const wall = useMemo(() => arrange(rows), [rows]);
  const alarms = useData(wallAlarmsQuery, { siteId: site.id, first: alarmsMax });
  const refetchSoon = useSoon(alarms.refetch);
  useLiveEvents('alert', ({ alert }) => {
    if (alert.site?.id === site.id) refetchSoon();
  });
  useEvery(60_000, alarms.refetch);
  const open = alarms.data?.alerts.nodes;
  const worst = useMemo(() => worstByAsset(open ?? []), [open]);
  const [mode, setMode] = useQueryState('dim', parseAsStringLiteral(dimModes).withDefault('auto'));
  const now = useNow(60_000);
  const night = mode === 'on' || (mode === 'auto' && now !== null && isNight(new Date(now), site.timezone));
  // A critical alarm that nobody has taken on is worth the light.
  const urgent = open?.some(({ severity, status }) => severity === 'CRITICAL' && status === 'ACTIVE') === true;
  const { x, y } = wander(now ?? 0);
  useDark(night);
  const frame: CSSProperties = { transform: `translate(${x}px, ${y}px)`, padding: `calc(${wanderPx}px + 0.6em)` };
  return (
    <div className={cx('min-h-dvh overflow-hidden bg-canvas text-ink', night && !urgent && dimmed)}>
      <LiveFeeds />
      <main
        style={frame}
        className="flex min-h-dvh flex-col gap-[1em] text-[calc(min(100vw/1920,100dvh/1080)*29)] leading-snug phone:text-[15px] wide:h-dvh"
      >
        <Live site={site} wall={wall} worst={worst}>
          <Boundary what={t('alarms')}>
            {open ? (
              <Alarms alarms={open} total={alarms.data?.alerts.totalCount ?? open.length} read={alarms} />
            ) : alarms.state === 'loading' ? null : (
              <p className="text-ink-2">{t(alarms.state === 'forbidden' ? 'alarmsForbidden' : 'alarmsUnknown')}</p>
            )}
          </Boundary>
        </Live>
      </main>
      <Controls mode={mode} setMode={(next) => void setMode(next)} />
    </div>
  );
}

/** The quiet letters are lighter here: seven tenths of their own light would leave 4.3 of contrast. */
const dimmed = 'brightness-70 [--ink-2:#bcc3ca]';

/** Light letters on a dark ground, whatever the theme is otherwise. */
function useDark(dark: boolean): void {
  useEffect(() => {
    if (!dark) return undefined;
    const { dataset } = document.documentElement;
    const before = dataset['theme'];
    dataset['theme'] = 'dark';
    return () => {
      if (before === undefined) delete dataset['theme'];
      else dataset['theme'] = before;
    };
  }, [dark]);
}
