'use client';

import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo, type ReactNode } from 'react';
import type { AssetWhere } from '../gql/graphql.ts';
import { useData } from '../graph/use-data.ts';
import { useEvery } from '../graph/use-every.ts';
import { links } from '../links.ts';
import { useViewer } from '../shell/viewer.tsx';
import { usePageTitle } from '../shell/title.tsx';
import { FirstView } from '../ui/first-view.tsx';
import { Panel } from '../ui/panel.tsx';
import { cx } from '../ui/class-names.ts';
import { SeverityMark } from '../ui/marks.tsx';
import { Empty, Failed, Loading, NotRefreshed } from '../ui/states.tsx';
import { Age } from '../ui/time.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import { assetsAbnormal, assetTreeAlarms } from './tree/documents.ts';
import { byWorst, worstByBranch } from './tree/worst.ts';

/** Of a change of an asset's own state no event tells. */
const statesEveryMs = 60_000;

const notOperational: AssetWhere = { status: { in: ['FAILED', 'DEGRADED', 'UNDER_MAINTENANCE'] } };

/** Before an asset is chosen: those that are not as they should be, of all sites or of the one in the address (`?site=CESTAS`). */
export function AssetsHome(): ReactNode {
  const t = useWords('assets');
  usePageTitle(t('title'));
  const label = useEnumLabel();
  const [siteCode] = useQueryState('site', parseAsString);
  const site = useViewer().sites.find(({ code }) => code === siteCode);
  // The tree beside it follows the events, and both have one answer.
  const alarms = useData(assetTreeAlarms, {});
  const states = useData(assetsAbnormal, { where: { ...notOperational, ...(site && { siteId: { eq: site.id } }) } });
  useEvery(statesEveryMs, states.refetch);
  const open = alarms.data?.alerts.nodes;
  const worst = useMemo(() => worstByBranch(open ?? []), [open]);
  const alarmed = useMemo(() => {
    const own = new Map(
      (open ?? []).flatMap(({ asset, triggeredAt, title, severity }) =>
        asset && severity !== 'INFO' && (!site || asset.site?.id === site.id) ? [[asset.id, { asset, triggeredAt, title }]] : [],
      ),
    );
    return byWorst([...own.values()], worst, ({ asset }) => asset.id);
  }, [open, worst, site]);
  return (
    <>
      <header className="border-line flex min-h-11 flex-wrap items-center gap-x-3 border-b px-3 py-1.5">
        <h1 className="m-0 text-lg">{t('title')}</h1>
        {site && (
          <>
            <span>
              <span className="code">{site.code}</span> {site.name}
            </span>
            <Link href={links.assets()} className="text-ink-2 hover:text-ink text-sm">
              {t('home.allSites')}
            </Link>
          </>
        )}
        <p className="text-ink-2 m-0">{t('home.choose')}</p>
      </header>
      <FirstView>
        <Panel title={t('home.alarms')} note={alarmed.length === 0 ? undefined : String(alarmed.length)}>
          {alarms.state === 'loading' ? (
            <Loading rows={4} />
          ) : alarms.state === 'forbidden' ? (
            <Empty kind="forbidden" title={t('alarms.forbidden')} />
          ) : alarms.state === 'failed' ? (
            <Failed what={t('home.alarms')} error={alarms.error} since={alarms.failedSince} retry={alarms.refetch} />
          ) : alarmed.length === 0 ? (
            <p className="text-ink-2 m-0 px-3 pb-3">{t('alarms.none')}</p>
          ) : (
            <>
              <Heads names={[t('home.asset'), t('home.alarm'), t('home.site'), t('home.age')]} />
              <ul className="m-0 list-none p-0">
                {alarmed.map(({ asset, title, triggeredAt }) => {
                  const found = worst.get(asset.id);
                  return (
                    <li key={asset.id}>
                      <Link href={links.asset(asset.code)} className={cx(grid, row)}>
                        {found ? <SeverityMark severity={found.severity} acknowledged={!found.unacknowledged} /> : <span />}
                        <span className="code truncate">{asset.code}</span>
                        <span className="truncate">
                          {title}
                          {(found?.count ?? 0) > 1 ? (
                            <span className="text-ink-2"> · {t('home.count', { n: found?.count ?? 0 })}</span>
                          ) : null}
                        </span>
                        <span className="code text-ink-2 text-xs">{asset.site?.code}</span>
                        <span className="text-ink-2 text-xs">
                          <Age at={triggeredAt} />
                        </span>
                      </Link>
                    </li>
                  );
                })}
              </ul>
            </>
          )}
          {alarms.data && <NotRefreshed what={t('home.alarms')} {...alarms} />}
        </Panel>
        <Panel title={t('home.states')} note={states.data ? String(states.data.assets.totalCount) : undefined}>
          {states.state === 'loading' ? (
            <Loading rows={4} />
          ) : states.state === 'forbidden' ? (
            <Empty kind="forbidden" />
          ) : states.state !== 'ready' ? (
            <Failed what={t('home.states')} error={states.error} since={states.failedSince} retry={states.refetch} />
          ) : states.data?.assets.nodes.length === 0 ? (
            <p className="text-ink-2 m-0 px-3 pb-3">{t('home.abnormalNone')}</p>
          ) : (
            <>
              <Heads names={[t('home.asset'), t('home.name'), t('home.site'), t('home.state')]} />
              <ul className="m-0 list-none p-0">
                {states.data?.assets.nodes.map(({ id, code, name, status, site }) => (
                  <li key={id}>
                    <Link href={links.asset(code)} className={cx(grid, row)}>
                      <span />
                      <span className="code truncate">{code}</span>
                      <span className="truncate">{name}</span>
                      <span className="code text-ink-2 text-xs">{site?.code}</span>
                      <span className="text-xs font-medium">{label('AssetStatus', status)}</span>
                    </Link>
                  </li>
                ))}
              </ul>
            </>
          )}
          {states.data && <NotRefreshed what={t('home.states')} {...states} />}
        </Panel>
      </FirstView>
    </>
  );
}

/** Both lists have the same columns: one stands under the other. */
const grid = 'grid grid-cols-[16px_128px_minmax(0,1fr)_88px_104px] items-center gap-x-2 px-3';
const row = 'text-ink border-line hover:bg-hover min-h-[var(--row)] border-t no-underline';

/** Names of the columns, for whoever sees them; a row is one link and reads as a sentence. */
function Heads({ names }: { readonly names: readonly string[] }): ReactNode {
  return (
    <div aria-hidden className={cx(grid, 'text-ink-2 pb-1 text-xs')}>
      <span />
      {names.map((name) => (
        <span key={name}>{name}</span>
      ))}
    </div>
  );
}
