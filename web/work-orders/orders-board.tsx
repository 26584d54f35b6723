'use client';

import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { WorkOrderStatus } from '../gql/graphql.ts';
import { refetchFields } from '../graph/active.ts';
import { useLiveEvents } from '../graph/live-feeds.tsx';
import { useData } from '../graph/use-data.ts';
import { links } from '../links.ts';
import { formatCount } from '../time/format.ts';
import { useReadable } from '../time/use-readable.ts';
import { useKeys } from '../shell/keys.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { FilterBar } from '../ui/filter-bar.tsx';
import { useListState, type FilterDef } from '../ui/list-state.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import { BoardCard } from './board-card.tsx';
import { boardQuery, boardVariables, columnsOf, type Column } from './board.ts';
import type { OrderFull } from './order-full.ts';
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
 * drop would do, or why it is refused. S and the card's menu do the same without dragging.
 */
export default function OrdersBoard({ filters, toolbar }: Props): ReactNode {
  const t = useWords('workOrders');
  const state = useListState({ filters });
  const filter = useOrderFilter(state);
  const ended = showsEnded(filter);
  const wanted = filter.statuses.length > 0 ? filter.statuses : orderStatuses;
  const statuses = orderStatuses.filter((status) => wanted.includes(status) && (ended || !endStatuses.includes(status)));
  const board = useData(boardQuery, boardVariables(whereOf({ ...filter, statuses: [] }), ended));
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
  return (
    <div className="flex h-full min-h-0 flex-col">
      <FilterBar filters={filters} state={state}>
        {toolbar}
      </FilterBar>
      {board.data ? (
        <div className="flex min-h-0 flex-1 overflow-x-auto" role="list" aria-label={t('board')} tabIndex={-1}>
          {columnsOf(board.data, statuses.length > 0 ? statuses : openStatuses).map((column) => (
            <BoardColumn
              key={column.status}
              column={column}
              dragged={dragged}
              order={order ?? undefined}
              onDrag={setDragged}
              onDrop={drop}
              onFocus={(card) => (focused.current = card)}
              onMove={(card) => open('step', card)}
            />
          ))}
        </div>
      ) : board.state === 'failed' ? (
        <Failed what={t('what.orders')} error={board.error} retry={board.refetch} />
      ) : board.state === 'forbidden' ? (
        <Empty kind="forbidden" />
      ) : (
        <Loading rows={12} />
      )}
      {quick && <QuickChange quick={quick} onClose={() => setQuick(undefined)} />}
      {dialog}
    </div>
  );
}

interface ColumnProps {
  readonly column: Column;
  readonly dragged: OrderRow | undefined;
  /** The dragged order with what it offers, as soon as that was read. */
  readonly order: OrderFull | undefined;
  readonly onDrag: (card: OrderRow | undefined) => void;
  readonly onDrop: (to: WorkOrderStatus) => void;
  readonly onFocus: (card: OrderRow) => void;
  readonly onMove: (card: OrderRow) => void;
}

function BoardColumn({ column, dragged, order, onDrag, onDrop, onFocus, onMove }: ColumnProps): ReactNode {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const language = useLanguage();
  const read = useReadable(dragged?.site?.timezone);
  const element = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const { status, cards, total } = column;
  const step = order && stepTo(order.actions, status);
  const accepts = step?.allowed === true;
  const latest = useRef({ accepts, onDrop });
  useEffect(() => {
    latest.current = { accepts, onDrop };
  });
  useEffect(() => {
    if (!element.current) return undefined;
    return dropTargetForElements({
      element: element.current,
      canDrop: () => latest.current.accepts,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => {
        setOver(false);
        latest.current.onDrop(status);
      },
    });
  }, [status]);
  const hint =
    !dragged || dragged.status === status
      ? undefined
      : !order
        ? t('readingSteps')
        : !step
          ? t('noStepTo', { from: label('WorkOrderStatus', dragged.status), to: label('WorkOrderStatus', status) })
          : accepts
            ? t('drop', { action: t(`actions.${step.name}`) })
            : step.blockedBy.map(read).join(' ');
  return (
    <div
      ref={element}
      role="listitem"
      aria-label={label('WorkOrderStatus', status)}
      className={cx(
        'flex min-w-[212px] flex-1 flex-col border-r border-line phone:min-w-[82vw]',
        dragged && dragged.status !== status && !accepts && 'opacity-70',
        over && 'bg-selected outline-2 -outline-offset-2 outline-focus',
      )}
    >
      <header className="flex h-8 shrink-0 items-center gap-2 border-b border-line px-3 text-xs">
        <h2 className="text-xs text-ink-2">{label('WorkOrderStatus', status)}</h2>
        <span className="tnum text-ink-3">{formatCount(total, language)}</span>
      </header>
      {hint !== undefined && (
        <p className={cx('border-b border-line px-3 py-2 text-xs', accepts ? 'font-medium text-ink' : 'text-ink-2')}>{hint}</p>
      )}
      <ul className="m-0 min-h-0 flex-1 list-none overflow-y-auto p-0">
        {cards.map((card) => (
          <BoardCard key={card.id} order={card} onDrag={onDrag} onFocus={onFocus} onMove={onMove} />
        ))}
        {cards.length === 0 && <li className="px-3 py-2 text-ink-3">{t('noneHere')}</li>}
        {total > cards.length && (
          <li className="px-2 py-1">
            <Button variant="quiet" size="small" href={links.workOrders({ state: status })}>
              {t('moreOfThese', { count: total - cards.length })}
            </Button>
          </li>
        )}
      </ul>
    </div>
  );
}
