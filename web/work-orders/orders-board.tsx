'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useRef, useState, type ReactNode } from 'react';
import type { WorkOrderStatus } from '../gql/graphql.ts';
import { refetchFields } from '../graph/active.ts';
import { useLiveEvents } from '../graph/live-feeds.tsx';
import { useData } from '../graph/use-data.ts';
import { useKeys } from '../shell/keys.ts';
import { FilterBar } from '../ui/filter-bar.tsx';
import { usePhone } from '../ui/media.ts';
import { useListState, type FilterDef } from '../ui/list-state.ts';
import { Empty, Failed, Loading, NotRefreshed } from '../ui/states.tsx';
import { useWords } from '../words/index.ts';
import { BoardColumn } from './board-column.tsx';
import { BoardScroll } from './board-scroll.tsx';
import { BoardStates } from './board-states.tsx';
import { boardQuery, boardVariables, columnsOf, openColumn, type Column } from './board.ts';
import { whereOf } from './order-filter.ts';
import { orderStepsQuery } from './order-queries.ts';
import type { OrderRow } from './order-row.ts';
import { QuickChange, type Quick } from './quick-change.tsx';
import { endStatuses, openStatuses, orderStatuses } from './statuses.ts';
import { stepTo } from './steps.ts';
import { showsEnded, useOrderFilter } from './use-order-filters.ts';
import { useSteps } from './use-steps.tsx';

interface Props {
  readonly filters: readonly FilterDef[];
  readonly toolbar: ReactNode;
}

/**
 * The orders by state, a column each. Where a card may be dropped says the graph: while one is dragged, every column tells what the
 * drop would do, or why it is refused. S and the card's menu do the same without dragging. On a phone one state is shown at a time.
 */
export default function OrdersBoard({ filters, toolbar }: Props): ReactNode {
  const t = useWords('workOrders');
  const state = useListState({ filters });
  const filter = useOrderFilter(state);
  const ended = showsEnded(filter);
  const wanted = filter.statuses.length > 0 ? filter.statuses : orderStatuses;
  const statuses = orderStatuses.filter((status) => wanted.includes(status) && (ended || !endStatuses.includes(status)));
  const board = useData(boardQuery, boardVariables(whereOf({ ...filter, statuses: [] }), ended));
  const phone = usePhone();
  const [chosen, setChosen] = useQueryState('column', parseAsStringLiteral(orderStatuses).withOptions({ history: 'replace' }));
  const [dragged, setDragged] = useState<OrderRow>();
  const [quick, setQuick] = useState<Quick>();
  const { take, dialog } = useSteps();
  const steps = useData(orderStepsQuery, { id: dragged?.id ?? '' }, { pause: dragged === undefined });
  const order = steps.data?.workOrder?.id === dragged?.id ? steps.data?.workOrder : undefined;
  // An order that is new here, or whose card was not read, comes with the next reading.
  useLiveEvents('workOrder', () => refetchFields(['workOrders']));
  const focused = useRef<OrderRow | undefined>(undefined);
  const open = (kind: Quick['kind'], card: OrderRow | undefined): void => {
    if (card) setQuick({ kind, id: card.id, number: card.number });
  };
  useKeys([
    { keys: 's', label: t('moveTo'), group: t('board'), run: () => open('step', focused.current) },
    { keys: 'a', label: t('actions.assignWorkOrder'), group: t('board'), run: () => open('assign', focused.current) },
    { keys: 'p', label: t('setPriority'), group: t('board'), run: () => open('priority', focused.current) },
  ]);
  const drop = (to: WorkOrderStatus): void => {
    const step = order && stepTo(order.actions, to);
    if (order && step?.allowed === true) void take(order, step);
  };
  const columns = board.data ? columnsOf(board.data, statuses.length > 0 ? statuses : openStatuses) : [];
  const alone = columns.find(({ status }) => status === chosen) ?? openColumn(columns);
  const draw = (column: Column): ReactNode => (
    <BoardColumn
      key={column.status}
      column={column}
      dragged={dragged}
      order={order ?? undefined}
      onDrag={setDragged}
      onDrop={drop}
      onFocus={(card) => (focused.current = card)}
      onMove={(card) => open('step', card)}
      alone={phone}
    />
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <FilterBar filters={filters} state={state}>
        {toolbar}
      </FilterBar>
      {board.data ? (
        phone ? (
          <>
            <BoardStates columns={columns} shown={alone?.status} onShow={(status) => void setChosen(status)} />
            <div className="flex min-h-0 flex-1" role="list" aria-label={t('board')}>
              {alone && draw(alone)}
            </div>
          </>
        ) : (
          <BoardScroll key={columns.length}>{columns.map(draw)}</BoardScroll>
        )
      ) : board.state === 'failed' ? (
        <Failed what={t('what.orders')} error={board.error} retry={board.refetch} />
      ) : board.state === 'forbidden' ? (
        <Empty kind="forbidden" />
      ) : (
        <Loading rows={12} />
      )}
      {board.data && <NotRefreshed what={t('what.orders')} {...board} />}
      {quick && <QuickChange quick={quick} onClose={() => setQuick(undefined)} />}
      {dialog}
    </div>
  );
}
