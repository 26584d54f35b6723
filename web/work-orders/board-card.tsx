'use client';

import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { links } from '../links.ts';
import { IconButton } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { PriorityMark } from '../ui/marks.tsx';
import { useWords } from '../words/index.ts';
import { DueOf } from './columns.tsx';
import type { OrderRow } from './order-row.ts';

interface Props {
  readonly order: OrderRow;
  readonly onDrag: (card: OrderRow | undefined) => void;
  readonly onFocus: (card: OrderRow) => void;
  readonly onMove: (card: OrderRow) => void;
}

/** What, where, who and until when; it can be dragged, and its menu does the same. */
export function BoardCard({ order, onDrag, onFocus, onMove }: Props): ReactNode {
  const t = useWords('workOrders');
  const element = useRef<HTMLLIElement>(null);
  const [dragging, setDragging] = useState(false);
  const latest = useRef({ order, onDrag });
  useEffect(() => {
    latest.current = { order, onDrag };
  });
  useEffect(() => {
    if (!element.current) return undefined;
    return draggable({
      element: element.current,
      getInitialData: () => ({ id: latest.current.order.id }),
      onDragStart: () => {
        setDragging(true);
        latest.current.onDrag(latest.current.order);
      },
      onDrop: () => {
        setDragging(false);
        latest.current.onDrag(undefined);
      },
    });
  }, []);
  return (
    <li
      ref={element}
      className={cx('relative cursor-grab border-b border-line bg-surface px-2 py-2 phone:px-3 hover:bg-hover', dragging && 'opacity-40')}
      onFocus={() => onFocus(order)}
      onPointerEnter={() => onFocus(order)}
    >
      <div className="code truncate text-xs text-ink-2">{order.number}</div>
      <div className="py-0.5">
        <PriorityMark priority={order.priority} />{' '}
        <Link href={links.workOrder(order.number)} prefetch={false} draggable={false} className="text-ink no-underline hover:underline">
          {order.title}
        </Link>
      </div>
      <div className="flex flex-wrap justify-between gap-x-2 text-xs text-ink-2">
        <span className="code">
          {order.asset && `${order.asset.code} `}
          {order.site?.code}
        </span>
        {order.dueAt != null && <DueOf order={order} />}
      </div>
      <div className="flex items-center gap-1 text-xs text-ink-2">
        <span className={cx('min-w-0 flex-1 truncate', order.assignedTo == null && 'text-ink-3')}>
          {order.assignedTo?.displayName ?? t('unassigned')}
        </span>
        <IconButton
          size="small"
          className="-my-1 -mr-1"
          label={`${t('moveOrder', { number: order.number })}, ${t('moveTo')}`}
          icon={<Ellipsis />}
          onClick={() => onMove(order)}
        />
      </div>
    </li>
  );
}
