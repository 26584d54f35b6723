'use client';

import { useMemo } from 'react';
import { useClient } from 'urql';
import type { WorkOrderType } from '../gql/graphql.ts';
import { useSession } from '../graph/session.ts';
import { useViewer } from '../shell/viewer.tsx';
import type { FilterDef, ListState } from '../ui/list-state.ts';
import { useEnumLabel, useWords } from '../words/index.ts';
import { assetLabelQuery, assetsQuery, peopleQuery, personLabelQuery } from './order-queries.ts';
import type { OrderFilter } from './order-filter.ts';
import { isPriority, numeralOf, orderPriorities } from './priority.ts';
import { endStatuses, isStatus, openStatuses, orderStatuses } from './statuses.ts';
import { isOrderType, orderTypes } from './order-types.ts';

/** The filters of the list and the board, told by data; people are offered to whoever may see them. */
export function useOrderFilters(): readonly FilterDef[] {
  const { can, sites } = useViewer();
  const people = can('read:users');
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const client = useClient();
  return useMemo(() => {
    const ask = { requestPolicy: 'cache-first' } as const;
    const filters: FilterDef[] = [
      { kind: 'text', name: 'q', label: t('search'), placeholder: t('search') },
      {
        kind: 'choice',
        name: 'state',
        label: t('status'),
        options: orderStatuses.map((status) => ({ value: status, label: label('WorkOrderStatus', status) })),
      },
      {
        kind: 'choice',
        name: 'priority',
        label: t('priority'),
        options: orderPriorities.map((priority) => ({
          value: priority,
          label: `${numeralOf(priority)} ${label('WorkOrderPriority', priority)}`,
        })),
      },
      {
        kind: 'choice',
        name: 'type',
        label: t('type'),
        options: orderTypes.map((type) => ({ value: type, label: label('WorkOrderType', type) })),
      },
      {
        kind: 'choice',
        name: 'site',
        label: t('site'),
        options: sites.map(({ id, code, name }) => ({ value: id, label: code, note: name })),
      },
      {
        kind: 'pick',
        name: 'asset',
        single: true,
        label: t('asset'),
        search: async (text) => {
          const { data } = await client.query(
            assetsQuery,
            { where: { or: [{ code: { contains: text } }, { name: { contains: text } }] } },
            ask,
          );
          return (data?.assets.nodes ?? []).map(({ id, code, name, site }) => ({
            value: id,
            label: code,
            note: [site?.code, name].filter((part) => part != null).join(' · '),
          }));
        },
        labelOf: async (id) => (await client.query(assetLabelQuery, { id }, ask)).data?.asset?.code ?? null,
      },
    ];
    if (people) {
      filters.push({
        kind: 'pick',
        name: 'assignee',
        label: t('assignee'),
        search: async (text) => {
          const where = { status: { eq: 'ACTIVE' as const }, ...(text === '' ? {} : { displayName: { contains: text } }) };
          const { data } = await client.query(peopleQuery, { where }, ask);
          return (data?.users.nodes ?? []).map(({ id, displayName }) => ({ value: id, label: displayName }));
        },
        labelOf: async (id) => {
          const { data } = await client.query(personLabelQuery, { where: { id: { eq: id } } }, ask);
          return data?.users.nodes[0]?.displayName ?? null;
        },
      });
    }
    filters.push(
      { kind: 'toggle', name: 'mine', label: t('mine') },
      { kind: 'toggle', name: 'overdue', label: t('overdue') },
      { kind: 'toggle', name: 'ended', label: t('endedToo') },
    );
    return filters;
  }, [t, label, client, people, sites]);
}

/** What the URL asks for. Without a word about states, what is over is left out; a button beside the filters says so. */
export function useOrderFilter(state: ListState): OrderFilter {
  const { person } = useSession();
  const statuses = state.values('state').filter(isStatus);
  const me = state.on('mine') && person ? [person.id] : [];
  return {
    text: state.text('q').trim(),
    statuses: statuses.length > 0 ? statuses : state.on('ended') ? [] : openStatuses,
    priorities: state.values('priority').filter(isPriority),
    types: state.values('type').filter((type): type is WorkOrderType => isOrderType(type)),
    siteIds: state.values('site'),
    assetId: state.values('asset')[0],
    assigneeIds: [...state.values('assignee'), ...me],
    overdue: state.on('overdue'),
  };
}

/** Whether the columns of what is over are wanted on the board. */
export function showsEnded(filter: OrderFilter): boolean {
  return filter.statuses.length === 0 || filter.statuses.some((status) => endStatuses.includes(status));
}
