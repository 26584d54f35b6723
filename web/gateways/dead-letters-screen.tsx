'use client';

import { useSearchParams } from 'next/navigation';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo, type ReactNode } from 'react';
import type { DeadLetterReason, DeadLetterWhere } from '../gql/graphql.ts';
import { useData } from '../graph/use-data.ts';
import { usePages } from '../graph/use-pages.ts';
import { links } from '../links.ts';
import { useSiteFilter } from '../sites/use-site-filter.ts';
import { useViewer } from '../shell/viewer.tsx';
import { formatCount } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import { List, type Column } from '../ui/list.tsx';
import { useListState, type FilterDef } from '../ui/list-state.ts';
import { FirstView } from '../ui/first-view.tsx';
import { Panel } from '../ui/panel.tsx';
import { Select } from '../ui/select.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Failed, Loading, NotRefreshed } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import { deadLetterReasonsQuery, deadLettersQuery, gatewaysHeardQuery } from './documents.ts';
import { Frame } from './frame.tsx';
import { Reasons } from './reasons.tsx';
import { Sample, type DeadLetter } from './sample.tsx';
import { spanFrom, spans } from './span.ts';

const allReasons = [
  'INVALID_SCHEMA',
  'UNKNOWN_TAG',
  'UNKNOWN_SITE',
  'BAD_TIMESTAMP',
  'TOO_LARGE',
  'FORBIDDEN',
  'PROCESSING_ERROR',
] as const satisfies readonly DeadLetterReason[];

/** What gateways sent and nobody could read or place: by reason, with what to do; the entries; and what was sent. */
export function DeadLettersScreen(): ReactNode {
  const t = useWords('gateways');
  const language = useLanguage();
  const now = useNow(60_000);
  const [span] = useQueryState('span', parseAsStringLiteral(spans).withDefault('24h'));
  const [open, setOpen] = useQueryState('letter', parseAsString.withOptions({ history: 'push' }));
  const query = useSearchParams();
  const filters = useFilters();
  const state = useListState({ filters });
  const sites = state.values('site');
  const reason = allReasons.find((each) => state.text('reason') === each) ?? null;
  const within: DeadLetterWhere = {
    receivedAt: { gte: spanFrom(span, now ?? 0) },
    ...(sites.length > 0 && { siteId: { in: sites } }),
  };
  const { viewer, can } = useViewer();
  const forbidden = viewer !== null && !can('manage:gateways');
  const pause = { pause: now === null || viewer === null || forbidden };
  const reasons = useData(deadLetterReasonsQuery, { where: within }, pause);
  const where: DeadLetterWhere = reason === null ? within : { ...within, reason: { eq: reason } };
  const pages = usePages(deadLettersQuery, { where }, (data) => data.deadLetters, pause);
  // Nothing went wrong, or nothing came: the two look the same from here.
  const nothing = pages.state === 'ready' && pages.rows.length === 0;
  const heard = useData(gatewaysHeardQuery, { since: spanFrom(span, now ?? 0) }, { pause: !nothing || !can('read:telemetry') });
  const silent = nothing && heard.data?.gateways.totalCount === 0;
  const counts = reasons.data?.deadLetterReasons ?? [];
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const letter = pages.rows.find(({ id }) => id === open);
  const failed = reasons.state === 'failed';
  return (
    <Frame
      page="deadLetters"
      note={reasons.state === 'ready' && <span className="tnum">{t('sum', { total, text: formatCount(total, language) })}</span>}
    >
      <FirstView className="flex min-h-0 flex-1 flex-col">
        {!forbidden && (counts.length > 0 || failed || reasons.state === 'loading') && (
          <Panel title={t('byReason')} note={t('byReasonHelp')}>
            {failed && <Failed what={t('reasonsWhat')} error={reasons.error} since={reasons.failedSince} retry={reasons.refetch} />}
            {reasons.state === 'loading' && <Loading rows={3} />}
            <Reasons reasons={counts} chosen={reason} choose={(next) => state.set('reason', next)} />
          </Panel>
        )}
        {/* Below it, for there is none while nothing went wrong, which may be old, too. */}
        {!forbidden && reasons.data && <NotRefreshed what={t('reasonsWhat')} {...reasons} />}
        <List
          {...pages}
          name="dead-letters"
          label={t('deadLettersWhat')}
          columns={useColumns()}
          state={forbidden ? 'forbidden' : pages.state}
          rowKey={({ id }) => id}
          rowHref={({ id }) => links.deadLetters({ ...Object.fromEntries(query), letter: id })}
          selected={open}
          filters={filters}
          toolbar={<SpanChoice />}
          emptyNone={
            silent
              ? { title: t(`nothingCame.${span}`), detail: t('nothingCameHelp') }
              : { title: t('deadLettersNone'), detail: t('deadLettersNoneHelp') }
          }
          className="min-h-[240px] flex-1"
        />
      </FirstView>
      <Sheet title={t('sample')} open={open !== null && pages.state === 'ready'} onClose={() => void setOpen(null)}>
        {letter ? <Sample letter={letter} /> : <p className="text-ink-2">{t('letterGone')}</p>}
      </Sheet>
    </Frame>
  );
}

function useFilters(): readonly FilterDef[] {
  const t = useWords('gateways');
  const label = useEnumLabel();
  const site = useSiteFilter(t('site'));
  return [
    {
      name: 'reason',
      label: t('reason'),
      kind: 'choice',
      single: true,
      options: allReasons.map((value) => ({ value, label: label('DeadLetterReason', value) })),
    },
    site,
  ];
}

function SpanChoice(): ReactNode {
  const t = useWords('gateways');
  const [span, setSpan] = useQueryState('span', parseAsStringLiteral(spans).withDefault('24h'));
  const names = { '1h': t('spanHour'), '24h': t('spanDay'), '7d': t('spanWeek'), '30d': t('spanMonth') };
  return (
    <Select
      label={t('span')}
      labelHidden
      required
      value={span}
      options={spans.map((value) => ({ value, label: names[value] }))}
      onChange={(value) => void setSpan(spans.find((each) => each === value) ?? null)}
    />
  );
}

function useColumns(): readonly Column<DeadLetter>[] {
  const t = useWords('gateways');
  const label = useEnumLabel();
  const language = useLanguage();
  return useMemo(() => {
    const columns: Column<DeadLetter>[] = [
      {
        id: 'received',
        label: t('received'),
        width: '112px',
        phone: 'end',
        cell: ({ receivedAt }) => <Time at={receivedAt} style="seconds" />,
      },
      {
        id: 'reason',
        label: t('reason'),
        width: '232px',
        phone: 'title',
        cell: ({ reason }) => <span className="font-medium">{label('DeadLetterReason', reason)}</span>,
      },
      {
        id: 'gateway',
        label: t('gateway'),
        width: '88px',
        cell: ({ gateway }) => <span className="code">{gateway ?? '–'}</span>,
      },
      { id: 'fault', label: t('fault'), width: 'minmax(200px, 2fr)', phone: 'sub', cell: ({ error }) => error ?? '–' },
      {
        id: 'topic',
        label: t('topic'),
        width: 'minmax(160px, 1fr)',
        cell: ({ topic }) => <span className="code text-ink-2">{topic}</span>,
      },
      {
        id: 'count',
        label: t('count'),
        width: '72px',
        align: 'end',
        phone: 'end',
        cell: ({ count }) => formatCount(count, language),
      },
    ];
    return columns;
  }, [t, label, language]);
}
