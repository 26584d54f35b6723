'use client';

import { parseAsBoolean, useQueryState } from 'nuqs';
import { useSearchParams } from 'next/navigation';
import { lazy, Suspense, type ReactNode } from 'react';
import type { InventoryItemQuery } from '../gql/graphql.ts';
import { useLiveEvents } from '../graph/live-feeds.tsx';
import { useData } from '../graph/use-data.ts';
import { usePages } from '../graph/use-pages.ts';
import { links } from '../links.ts';
import { usePageTitle } from '../shell/title.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { formatCount, formatMoney } from '../time/format.ts';
import { Detail, type Action, type Fact } from '../ui/detail.tsx';
import { StatusPill } from '../ui/marks.tsx';
import { usePhone } from '../ui/media.ts';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import { inventoryItemQuery, inventoryMovementsQuery } from './documents.ts';
import { LowMark } from './low-mark.tsx';
import { readable } from './part-name.ts';
import { Movements } from './movements.tsx';
import { StockBar } from './stock-bar.tsx';
import { UsageTable } from './usage-table.tsx';

type Item = NonNullable<InventoryItemQuery['inventoryItem']>;

/** Most who look at a part do not correct it. */
const AdjustSheet = lazy(() => import('./adjust-sheet.tsx'));

/** One part beside the list of all: its stock, what moved it, where it goes, and the way to correct it. */
export function InventoryItem({ id }: { readonly id: string }): ReactNode {
  const t = useWords('inventory');
  const query = useSearchParams();
  // Beside the list the page has its heading already; on a phone the list is hidden with it.
  const phone = usePhone();
  const { data, state, ...read } = useData(inventoryItemQuery, { id });
  const { refetch } = read;
  const pages = usePages(inventoryMovementsQuery, { id }, (answer) => answer.inventoryItem?.transactions);
  // In the address, so that a reload finds the form open, and what was typed in it.
  const [adjusting, setAdjusting] = useQueryState('adjust', parseAsBoolean.withDefault(false).withOptions({ history: 'push' }));
  const item = data?.inventoryItem;
  // Parts are taken by orders: one that changes at the site of the part may have moved it.
  const siteId = item?.site?.id;
  const { refetch: refetchMovements } = pages;
  useLiveEvents('workOrder', ({ workOrder }) => {
    if (siteId === undefined || workOrder.site?.id !== siteId) return;
    refetch();
    refetchMovements();
  });
  const label = useEnumLabel();
  const facts = useFacts();
  const mayAdjust = useViewer().can('adjust:inventory');
  usePageTitle(item && `${item.code} · ${readable(item.name)}`);
  const unit = item ? label('UnitOfMeasure', item.unitOfMeasure) : '';
  const actions: readonly Action[] = mayAdjust
    ? [{ name: 'adjustStock', label: t('adjust'), keys: 'a', primary: true, run: () => void setAdjusting(true) }]
    : [];
  const back = { ...Object.fromEntries(query), adjust: undefined };
  return (
    <>
      <Detail
        level={phone ? 1 : 2}
        what={t('itemWhat')}
        back={{ href: links.inventory(back), label: t('backToList') }}
        loading={state === 'loading'}
        missing={state === 'ready' && !item}
        forbidden={state === 'forbidden'}
        read={read}
        {...(state === 'failed' && { failed: { error: read.error, since: read.failedSince, retry: refetch } })}
        code={item?.code}
        title={item && readable(item.name)}
        status={item && <States item={item} />}
        facts={item ? facts(item) : []}
        actions={actions}
        notice={item && <Balance item={item} unit={unit} />}
        sections={
          item
            ? [
                {
                  id: 'movements',
                  title: t('movements'),
                  count: pages.total,
                  content: <Movements pages={pages} onHand={item.quantityOnHand} unit={unit} timezone={item.site?.timezone} />,
                },
                { id: 'usage', title: t('usage'), content: <UsageTable pages={pages} unit={unit} /> },
              ]
            : []
        }
      />
      {item && mayAdjust && adjusting && (
        <Suspense>
          <AdjustSheet item={item} open onClose={() => void setAdjusting(false)} onAdjusted={pages.refetch} />
        </Suspense>
      )}
    </>
  );
}

function States({ item }: { readonly item: Item }): ReactNode {
  return (
    <>
      <LowMark stock={item} />
      {item.status !== 'ACTIVE' && <StatusPill kind="item" status={item.status} />}
    </>
  );
}

/** The three numbers of a stock, and the bar that sets them against the limits. */
function Balance({ item, unit }: { readonly item: Item; readonly unit: string }): ReactNode {
  const t = useWords('inventory');
  const language = useLanguage();
  const numbers = [
    { label: t('available'), value: item.quantityAvailable, strong: true },
    { label: t('onHand'), value: item.quantityOnHand, strong: false },
    { label: t('reserved'), value: item.quantityReserved, strong: false },
  ];
  return (
    <div className="border-b border-line px-4 py-3">
      <dl className="m-0 mb-2.5 flex flex-wrap gap-x-8 gap-y-1">
        {numbers.map(({ label, value, strong }) => (
          <div key={label}>
            <dt className="text-xs text-ink-2">{label}</dt>
            <dd className="tnum m-0">
              <span className={strong ? 'text-2xl font-semibold' : 'text-2xl'}>{formatCount(value, language)}</span>{' '}
              <span className="text-ink-2">{unit}</span>
            </dd>
          </div>
        ))}
      </dl>
      <StockBar stock={item} tall />
      <p className="tnum mt-1.5 text-xs text-ink-2">
        {[
          item.minQuantity == null ? null : t('levelMin', { min: `${formatCount(item.minQuantity, language)} ${unit}` }),
          item.maxQuantity == null ? null : t('levelMax', { max: `${formatCount(item.maxQuantity, language)} ${unit}` }),
        ]
          .filter((limit) => limit !== null)
          .join(' · ')}
      </p>
    </div>
  );
}

function useFacts(): (item: Item) => readonly Fact[] {
  const t = useWords('inventory');
  const label = useEnumLabel();
  const language = useLanguage();
  return (item) => [
    { label: t('site'), value: item.site?.code, ...(item.site && { help: item.site.name }) },
    { label: t('bin'), value: item.binLocation && <span className="code">{item.binLocation}</span> },
    { label: t('category'), value: item.category && label('InventoryCategory', item.category) },
    { label: t('unitCost'), value: item.unitCost == null ? null : formatMoney(item.unitCost, item.currency, language) },
    { label: t('leadTime'), value: item.leadTimeDays == null ? null : t('days', { count: item.leadTimeDays }) },
    ...(item.description ? [{ label: t('description'), value: readable(item.description) }] : []),
  ];
}
