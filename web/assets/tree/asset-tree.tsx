'use client';

import { ListTree } from 'lucide-react';
import { useParams, useSearchParams } from 'next/navigation';
import { parseAsStringLiteral, useQueryStates } from 'nuqs';
import { Fragment, useDeferredValue, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { AssetTreePathQuery, AssetType } from '../../gql/graphql.ts';
import { useData } from '../../graph/use-data.ts';
import { links } from '../../links.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Empty, Failed, Loading, NotRefreshed } from '../../ui/states.tsx';
import { useKeys } from '../../shell/keys.ts';
import { useEnumLabel, useWords } from '../../words/index.ts';
import { AssetFinder } from './asset-finder.tsx';
import { assetTreePath, assetTreeSites, assetTypeCounts } from './documents.ts';
import { TreeBranch } from './tree-branch.tsx';
import { TreeContext, type TreeState } from './tree-context.ts';
import { onTreeKey } from './tree-keys.ts';
import { TreeRow } from './tree-row.tsx';
import { byWorst, idsUp, worstByBranch } from './worst.ts';
import { useOpenBranches } from './use-open-branches.ts';
import { useTreeAlarms } from './use-tree-alarms.ts';

const views = {
  group: parseAsStringLiteral(['site', 'type']).withDefault('site'),
  order: parseAsStringLiteral(['code', 'worst']).withDefault('code'),
};

/** Every asset in its place, with what is wrong with it or below it. */
export function AssetTree(): ReactNode {
  const t = useWords('assets');
  const params = useParams<{ code?: string }>();
  const selected = params.code === undefined ? undefined : decodeURIComponent(params.code);
  const [view, setView] = useQueryStates(views);
  const query = useSearchParams();
  const siteCode = query.get('site');
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  // What was typed when Enter was pressed: rows may come later than the key.
  const [entered, setEntered] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const results = useRef<HTMLDivElement>(null);
  const alarms = useTreeAlarms();
  const alarmed = alarms.data?.alerts.nodes;
  const worst = useMemo(() => worstByBranch(alarmed ?? []), [alarmed]);
  const { open, toggle, openAll, untouched } = useOpenBranches();
  const [active, setActive] = useState<string | null>(null);

  const path = useData(assetTreePath, { code: selected ?? '' }, { pause: selected === undefined }).data?.asset;
  const above = path && path.code === selected ? branchesAbove(path, view.group).join(' ') : '';
  useEffect(() => openAll(above.split(' ').filter((id) => id !== '')), [above, openAll]);
  const selectedId = path?.id;
  useEffect(() => {
    if (selectedId !== undefined) setActive(selectedId);
  }, [selectedId]);

  useKeys([{ keys: '/', label: t('tree.search'), group: t('title'), run: () => search.current?.focus() }]);

  const kept = new URLSearchParams([...query].filter(([name]) => name in views)).toString();
  const state: TreeState = {
    selected,
    open,
    toggle,
    active,
    setActive,
    worst,
    worstFirst: view.order === 'worst',
    hrefOf: (code) => `${links.asset(code)}${kept === '' ? '' : `?${kept}`}`,
  };
  const intoResults = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setText('');
    if (event.key === 'Enter' && text.trim() !== '') {
      event.preventDefault();
      setEntered(text.trim());
      return;
    }
    if (event.key !== 'ArrowDown') return;
    const first = results.current?.querySelector<HTMLElement>('a, [role=treeitem][tabindex="0"]');
    if (!first) return;
    event.preventDefault();
    first.focus();
  };
  return (
    <TreeContext value={state}>
      <div className="flex h-full min-h-0 flex-col">
        <div role="search" className="border-line flex items-center gap-1.5 border-b p-2" onKeyDown={intoResults}>
          <TextField
            ref={search}
            className="flex-1"
            label={t('tree.search')}
            labelHidden
            placeholder={t('tree.search')}
            type="search"
            value={text}
            onChange={setText}
          />
          <Menu
            align="end"
            trigger={<Button icon={<ListTree />}>{t('tree.view')}</Button>}
            items={[
              { heading: t('tree.group') },
              { label: t('tree.bySite'), checked: view.group === 'site', onSelect: () => void setView({ group: 'site' }) },
              { label: t('tree.byType'), checked: view.group === 'type', onSelect: () => void setView({ group: 'type' }) },
              { heading: t('tree.sort') },
              { label: t('tree.byCode'), checked: view.order === 'code', onSelect: () => void setView({ order: 'code' }) },
              { label: t('tree.byWorst'), checked: view.order === 'worst', onSelect: () => void setView({ order: 'worst' }) },
            ]}
          />
        </div>
        {/* Rows without marks would read as rows without alarms. */}
        {alarms.state === 'failed' && (
          <Failed
            className="border-line border-b"
            what={t('tree.marks')}
            error={alarms.error}
            since={alarms.failedSince}
            retry={alarms.refetch}
          />
        )}
        <div ref={results} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
          {asked === '' ? (
            <div role="tree" aria-label={t('tree.label')} onKeyDown={(event) => onTreeKey(event, toggle)}>
              {view.group === 'site' ? (
                <SiteRows state={state} unfold={untouched && selected === undefined} only={siteCode} />
              ) : (
                <TypeRows state={state} />
              )}
            </div>
          ) : (
            <AssetFinder text={asked} openFirst={entered === asked} onOpened={() => setEntered(null)} />
          )}
        </div>
        {alarms.data && <NotRefreshed what={t('tree.marks')} {...alarms} />}
      </div>
    </TreeContext>
  );
}

/** More sites than these stay folded: a portfolio is looked over first. */
const unfoldedMax = 4;

/**
 * `unfold`: nobody has opened or closed a branch yet, and no asset is shown. `only`: the code of the site that the address asks for,
 * which alone is opened then.
 */
function SiteRows(props: { readonly state: TreeState; readonly unfold: boolean; readonly only: string | null }): ReactNode {
  const { state, unfold, only } = props;
  const t = useWords('assets');
  const { data, state: loaded, error, failedSince, refetch } = useData(assetTreeSites, {});
  const sites = data?.sites.nodes ?? [];
  const asked = sites.find(({ code }) => code === only)?.id;
  const unfolded = asked ?? (unfold && sites.length <= unfoldedMax ? sites.map(({ id }) => id).join(' ') : '');
  const { toggle, setActive } = state;
  useEffect(() => {
    for (const id of unfolded.split(' ')) if (id !== '') toggle(id, true);
  }, [unfolded, toggle]);
  useEffect(() => {
    if (asked === undefined) return;
    setActive(asked);
    document.querySelector(`[role="treeitem"][data-key="${CSS.escape(asked)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [asked, setActive]);
  useFirst(state, sites[0]?.id, sites.length === 1);
  if (loaded === 'loading') return <Loading rows={4} />;
  if (loaded === 'failed') return <Failed what={t('tree.label')} error={error} since={failedSince} retry={refetch} />;
  if (loaded === 'forbidden') return <Empty kind="forbidden" />;
  if (sites.length === 0) return <Empty kind="none" title={t('tree.noSites')} />;
  const sorted = state.worstFirst ? byWorst(sites, state.worst, ({ id }) => id) : sites;
  return sorted.map((site, index) => (
    <Fragment key={site.id}>
      <TreeRow id={site.id} level={1} place={index + 1} size={sites.length} code={site.code} name={site.name} expandable />
      {state.open.has(site.id) ? (
        <TreeBranch where={{ siteId: { eq: site.id }, parentId: { eq: null } }} otherwise={{ siteId: { eq: site.id } }} level={2} />
      ) : null}
    </Fragment>
  ));
}

function TypeRows({ state }: { readonly state: TreeState }): ReactNode {
  const t = useWords('assets');
  const label = useEnumLabel();
  const { data, state: loaded, error, failedSince, refetch } = useData(assetTypeCounts, {});
  const types = Object.entries(data ?? {}).flatMap(([type, found]) =>
    typeof found === 'object' && found.totalCount > 0 && isType(type) ? [{ type, count: found.totalCount }] : [],
  );
  useFirst(state, types[0] && `type:${types[0].type}`, false);
  if (loaded === 'loading') return <Loading rows={6} />;
  if (loaded === 'failed') return <Failed what={t('tree.label')} error={error} since={failedSince} retry={refetch} />;
  if (loaded === 'forbidden') return <Empty kind="forbidden" />;
  const sorted = state.worstFirst ? byWorst(types, state.worst, ({ type }) => `type:${type}`) : types;
  return sorted.map(({ type, count }, index) => (
    <Fragment key={type}>
      <TreeRow
        id={`type:${type}`}
        level={1}
        place={index + 1}
        size={types.length}
        name={label('AssetType', type)}
        count={count}
        expandable
      />
      {state.open.has(`type:${type}`) ? <TreeBranch where={{ type: { eq: type } }} level={2} /> : null}
    </Fragment>
  ));
}

/** Tab reaches the first row until another one was; the only branch there is stands open. */
function useFirst({ active, selected, setActive, open, toggle }: TreeState, first: string | undefined, only: boolean): void {
  const begun = active !== null || selected !== undefined;
  useEffect(() => {
    if (first === undefined || begun) return;
    setActive(first);
    if (only && !open.has(first)) toggle(first, true);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, when the first row is known.
  }, [first, begun, only]);
}

/** The branches in which an asset lies. */
function branchesAbove(asset: NonNullable<AssetTreePathQuery['asset']>, group: 'site' | 'type'): string[] {
  if (group === 'type') return [`type:${asset.type}`];
  return [...(asset.site ? [asset.site.id] : []), ...idsUp(asset).slice(1)];
}

function isType(name: string): name is AssetType {
  return name !== '__typename';
}
