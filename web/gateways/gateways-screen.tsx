'use client';

import { useMemo, type ReactNode } from 'react';
import type { GatewaysQuery, GatewayStatus, GatewayWhere } from '../gql/graphql.ts';
import { useEvery } from '../graph/use-every.ts';
import { usePages } from '../graph/use-pages.ts';
import { useSiteFilter } from '../sites/use-site-filter.ts';
import { useViewer } from '../shell/viewer.tsx';
import { formatCount, formatNumber } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import { List, type Column } from '../ui/list.tsx';
import { useListState, type FilterDef, type ListState } from '../ui/list-state.ts';
import { cx } from '../ui/class-names.ts';
import { StatusPill } from '../ui/marks.tsx';
import { usePhone } from '../ui/media.ts';
import { Age, useAge } from '../ui/time.tsx';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import { Clock } from './clock.tsx';
import { gatewaysQuery } from './documents.ts';
import { Frame } from './frame.tsx';
import { silenceMs, silentFirst } from './silence.ts';

export type GatewayRow = GatewaysQuery['gateways']['nodes'][number];

const statuses = ['ONLINE', 'DEGRADED', 'OFFLINE'] as const satisfies readonly GatewayStatus[];
/** What is seen of a gateway is written every ten seconds. */
const refreshMs = 10_000;

/** The devices that bring the readings: who is silent first, then rate, clock and what waits at the site. */
export function GatewaysScreen(): ReactNode {
  const t = useWords('gateways');
  const language = useLanguage();
  const filters = useFilters();
  const state = useListState({ filters });
  const { viewer, can } = useViewer();
  const forbidden = viewer !== null && !can('read:telemetry');
  const pause = viewer === null || forbidden;
  const pages = usePages(gatewaysQuery, { where: whereOf(state), orderBy: orderOf(state) }, (data) => data.gateways, { pause });
  useEvery(refreshMs, () => pause || pages.refetch());
  const now = useNow(refreshMs);
  // Unless somebody sorts, in an order that stays while all goes well, and brings up who falls silent.
  const rows = useMemo(
    () => (state.sort === null && now !== null ? silentFirst(pages.rows, now) : pages.rows),
    [state.sort, now, pages.rows],
  );
  const silent = now === null ? 0 : rows.filter(({ lastSeenAt }) => silenceMs(lastSeenAt, now) !== null).length;
  const rate = rows.reduce((sum, gateway) => sum + gateway.rate, 0);
  return (
    <Frame
      page="gateways"
      note={
        rows.length > 0 && (
          <span className="tnum">
            {t('summary', {
              online: formatCount(rows.filter(({ status }) => status === 'ONLINE').length, language),
              total: formatCount(pages.total ?? rows.length, language),
              rate: formatNumber(rate, { language, digits: rate < 100 ? 1 : 0 }),
            })}
            {silent > 0 && <strong className="font-semibold text-ink"> · {t('summaryStale', { count: silent })}</strong>}
          </span>
        )
      }
    >
      <List
        {...pages}
        name="gateways"
        label={t('what')}
        columns={useColumns()}
        rows={rows}
        state={forbidden ? 'forbidden' : pages.state}
        // Every ten seconds it is read again: nobody needs to be told.
        stale={false}
        rowKey={({ id }) => id}
        filters={filters}
        emptyNone={{ title: t('none'), detail: t('noneHelp') }}
        className="flex-1"
      />
    </Frame>
  );
}

function useFilters(): readonly FilterDef[] {
  const t = useWords('gateways');
  const label = useEnumLabel();
  const site = useSiteFilter(t('site'));
  return [
    { name: 'q', label: t('search'), kind: 'text' },
    {
      name: 'status',
      label: t('status'),
      kind: 'choice',
      options: statuses.map((value) => ({ value, label: label('GatewayStatus', value) })),
    },
    site,
  ];
}

function whereOf(state: ListState): GatewayWhere {
  const text = state.text('q').trim();
  const sites = state.values('site');
  const chosen = statuses.filter((status) => state.values('status').includes(status));
  return {
    ...(text !== '' && { code: { contains: text } }),
    ...(sites.length > 0 && { siteId: { in: sites } }),
    ...(chosen.length > 0 && { status: { in: chosen } }),
  };
}

function orderOf({ sort }: ListState) {
  return sort?.field === 'CODE'
    ? { field: 'CODE' as const, direction: sort.direction }
    : { field: 'LAST_SEEN_AT' as const, direction: sort?.direction ?? ('ASC' as const) };
}

function useColumns(): readonly Column<GatewayRow>[] {
  const t = useWords('gateways');
  const label = useEnumLabel();
  const language = useLanguage();
  return useMemo(() => {
    const columns: Column<GatewayRow>[] = [
      {
        id: 'code',
        label: t('gateway'),
        width: '96px',
        sort: 'CODE',
        phone: 'title',
        cell: ({ code }) => <span className="code font-medium">{code}</span>,
      },
      { id: 'site', label: t('site'), width: 'minmax(200px, 2fr)', phone: 'sub', cell: ({ site }) => <SiteName site={site} /> },
      {
        id: 'status',
        label: t('status'),
        width: '120px',
        phone: 'end',
        cell: ({ status }) => <StatusPill kind="gateway" status={status} />,
      },
      {
        id: 'lastSeen',
        label: t('lastSeen'),
        width: '104px',
        sort: 'LAST_SEEN_AT',
        phone: 'sub',
        cell: ({ lastSeenAt }) => <LastSeen at={lastSeenAt} />,
      },
      {
        id: 'rate',
        label: t('rate'),
        width: '132px',
        align: 'end',
        phone: 'end',
        cell: ({ rate }) => (
          <>
            {formatNumber(rate, { language, digits: rate < 100 ? 1 : 0 })} <span className="text-ink-2">{t('rateUnit')}</span>
          </>
        ),
      },
      { id: 'skew', label: t('skew'), width: '128px', align: 'end', cell: ({ skewMs }) => <Clock skewMs={skewMs} /> },
      {
        id: 'buffer',
        label: t('buffer'),
        width: '76px',
        align: 'end',
        cell: ({ bufferDepth }) => (bufferDepth == null ? <span className="text-ink-3">–</span> : formatCount(bufferDepth, language)),
      },
      { id: 'tags', label: t('tags'), width: '84px', align: 'end', cell: ({ tagCount }) => formatCount(tagCount, language) },
      {
        id: 'protocols',
        label: t('protocols'),
        width: 'minmax(170px, 1fr)',
        cell: ({ protocols }) => (
          <span className="text-ink-2">{protocols.map((each) => label('SourceProtocol', each)).join(', ') || '–'}</span>
        ),
      },
      { id: 'firmware', label: t('firmware'), width: '88px', optional: true, cell: ({ firmware }) => firmware ?? '–' },
    ];
    return columns;
  }, [t, label, language]);
}

function SiteName({ site }: Pick<GatewayRow, 'site'>): ReactNode {
  if (!site) return '–';
  return (
    <>
      <span className="code">{site.code}</span> <span className="text-ink-2 phone:hidden">{site.name}</span>
    </>
  );
}

/** An age is normal; a silence is not, and is said in ink. */
function LastSeen({ at }: { readonly at: string | null | undefined }): ReactNode {
  const t = useWords('gateways');
  const now = useNow();
  // A card has no heads over its columns.
  const phone = usePhone();
  const age = useAge();
  if (at == null) return <strong className="font-semibold">{phone ? t('lastSeenNever') : t('never')}</strong>;
  const silent = now !== null && silenceMs(at, now) !== null;
  const className = silent ? 'hatched font-semibold text-ink' : 'text-ink-2';
  return phone ? (
    <span className={cx('tnum', className)}>{t('lastSeenAgo', { age: age(at) })}</span>
  ) : (
    <Age at={at} className={className} />
  );
}
