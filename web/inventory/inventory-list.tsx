'use client';

import { useMemo, type ReactNode } from 'react';
import type { InventoryCategory, InventoryItemOrderField, InventoryItemsQuery, InventoryItemWhere } from '../gql/graphql.ts';
import { usePages } from '../graph/use-pages.ts';
import { links } from '../links.ts';
import { useSiteFilter } from '../sites/use-site-filter.ts';
import { formatCount, formatMoney } from '../time/format.ts';
import { List, type Column } from '../ui/list.tsx';
import { useListState, type FilterDef, type ListState } from '../ui/list-state.ts';
import { usePhone } from '../ui/media.ts';
import { Time } from '../ui/time.tsx';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import { inventoryItemsQuery } from './documents.ts';
import { LowMark } from './low-mark.tsx';
import { readable } from './part-name.ts';
import { StockBar } from './stock-bar.tsx';

export type InventoryRow = InventoryItemsQuery['inventoryItems']['nodes'][number];

const categories = ['ELECTRICAL', 'MECHANICAL', 'CONSUMABLE', 'TOOL', 'SAFETY', 'OTHER'] as const satisfies readonly InventoryCategory[];
/** What there is room for when a part is open beside the list. */
const besideDetail: ReadonlySet<string> = new Set(['code', 'low', 'name', 'site', 'available']);
const usualSort = { field: 'CODE', direction: 'ASC' } as const;

/** The parts of all stores that the viewer may see, with what is on hand against the limits. */
export function InventoryList({ selected }: { readonly selected: string | undefined }): ReactNode {
  const t = useWords('inventory');
  const filters = useFilters();
  const state = useListState({ filters, sort: usualSort });
  const columns = useColumns();
  const pages = usePages(inventoryItemsQuery, { where: whereOf(state), orderBy: orderOf(state) }, (data) => data.inventoryItems);
  return (
    <List
      {...pages}
      name="inventory"
      label={t('what')}
      columns={selected === undefined ? columns : columns.filter(({ id }) => besideDetail.has(id))}
      rowKey={({ id }) => id}
      rowHref={({ id }) => links.inventoryItem(id)}
      rowDim={({ status }) => status === 'OBSOLETE'}
      selected={selected}
      filters={filters}
      sort={usualSort}
      emptyNone={{ title: t('none'), detail: t('noneHelp') }}
    />
  );
}

function useFilters(): readonly FilterDef[] {
  const t = useWords('inventory');
  const label = useEnumLabel();
  const site = useSiteFilter(t('site'));
  return [
    { name: 'q', label: t('search'), kind: 'text' },
    { name: 'low', label: t('lowOnly'), kind: 'toggle' },
    site,
    {
      name: 'category',
      label: t('category'),
      kind: 'choice',
      options: categories.map((value) => ({ value, label: label('InventoryCategory', value) })),
    },
  ];
}

function whereOf(state: ListState): InventoryItemWhere {
  const text = state.text('q').trim();
  const sites = state.values('site');
  const chosen = categories.filter((category) => state.values('category').includes(category));
  return {
    ...(text !== '' && { or: [{ code: { contains: text } }, { name: { contains: text } }] }),
    ...(state.on('low') && { isLow: { eq: true } }),
    ...(sites.length > 0 && { siteId: { in: sites } }),
    ...(chosen.length > 0 && { category: { in: chosen } }),
  };
}

const sortable = ['CODE', 'NAME', 'QUANTITY_ON_HAND', 'UPDATED_AT'] as const satisfies readonly InventoryItemOrderField[];

function orderOf({ sort }: ListState) {
  return { field: sortable.find((field) => field === sort?.field) ?? usualSort.field, direction: sort?.direction ?? usualSort.direction };
}

function useColumns(): readonly Column<InventoryRow>[] {
  const t = useWords('inventory');
  const label = useEnumLabel();
  const language = useLanguage();
  const phone = usePhone();
  return useMemo(() => {
    const count = (quantity: number, { unitOfMeasure }: Pick<InventoryRow, 'unitOfMeasure'>) => (
      <>
        {formatCount(quantity, language)} <span className="text-ink-2">{label('UnitOfMeasure', unitOfMeasure)}</span>
      </>
    );
    const columns: Column<InventoryRow>[] = [
      {
        id: 'code',
        label: t('part'),
        width: '112px',
        sort: 'CODE',
        phone: 'title',
        cell: ({ code }) => <span className="code">{code}</span>,
      },
      { id: 'low', label: t('low'), labelHidden: true, width: '96px', phone: 'end', cell: (row) => <LowMark stock={row} /> },
      { id: 'name', label: t('name'), width: 'minmax(140px, 2fr)', sort: 'NAME', phone: 'sub', cell: ({ name }) => readable(name) },
      { id: 'site', label: t('site'), width: '76px', phone: 'sub', cell: ({ site }) => site?.code ?? '–' },
      {
        id: 'category',
        label: t('category'),
        width: '112px',
        cell: ({ category }) => <span className="text-ink-2">{category ? label('InventoryCategory', category) : '–'}</span>,
      },
      {
        id: 'bin',
        label: t('bin'),
        width: '76px',
        cell: ({ binLocation }) => <span className="code text-ink-2">{binLocation ?? '–'}</span>,
      },
      {
        id: 'available',
        label: t('available'),
        width: '88px',
        align: 'end',
        phone: 'end',
        cell: (row) => (
          <>
            <span className="font-medium">{formatCount(row.quantityAvailable, language)}</span>{' '}
            <span className="text-ink-2">
              {phone && row.minQuantity != null ? `${t('ofMin', { min: formatCount(row.minQuantity, language) })} ` : ''}
              {label('UnitOfMeasure', row.unitOfMeasure)}
            </span>
          </>
        ),
      },
      {
        id: 'onHand',
        label: t('onHand'),
        width: '76px',
        align: 'end',
        sort: 'QUANTITY_ON_HAND',
        cell: (row) => count(row.quantityOnHand, row),
      },
      {
        id: 'reserved',
        label: t('reserved'),
        width: '76px',
        align: 'end',
        cell: (row) => <span className={row.quantityReserved === 0 ? 'text-ink-3' : undefined}>{count(row.quantityReserved, row)}</span>,
      },
      {
        id: 'min',
        label: t('min'),
        width: '76px',
        align: 'end',
        cell: (row) => <span className="text-ink-2">{row.minQuantity == null ? '–' : count(row.minQuantity, row)}</span>,
      },
      {
        id: 'max',
        label: t('max'),
        width: '76px',
        align: 'end',
        optional: true,
        cell: (row) => <span className="text-ink-2">{row.maxQuantity == null ? '–' : count(row.maxQuantity, row)}</span>,
      },
      {
        id: 'level',
        label: t('level'),
        width: 'minmax(104px, 1fr)',
        cell: (row) => (
          <span className="block px-2">
            <StockBar stock={row} />
          </span>
        ),
      },
      {
        id: 'cost',
        label: t('unitCost'),
        width: '100px',
        align: 'end',
        optional: true,
        cell: ({ unitCost, currency }) => (unitCost == null ? '–' : formatMoney(unitCost, currency, language)),
      },
      {
        id: 'leadTime',
        label: t('leadTime'),
        width: '84px',
        align: 'end',
        optional: true,
        cell: ({ leadTimeDays }) => (leadTimeDays == null ? '–' : t('days', { count: leadTimeDays })),
      },
      {
        id: 'updated',
        label: t('updated'),
        width: '104px',
        align: 'end',
        optional: true,
        sort: 'UPDATED_AT',
        cell: ({ updatedAt }) => <Time at={updatedAt} />,
      },
    ];
    return columns;
  }, [t, label, language, phone]);
}
