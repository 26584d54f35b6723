'use client';

import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { WorkOrderStatus } from '../gql/graphql.ts';
import { links } from '../links.ts';
import { formatCount } from '../time/format.ts';
import { useReadable } from '../time/use-readable.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import { BoardCard } from './board-card.tsx';
import type { Column } from './board.ts';
import type { OrderFull } from './order-full.ts';
import type { OrderRow } from './order-row.ts';
import { stepTo } from './steps.ts';

interface Props {
  readonly column: Column;
  readonly dragged: OrderRow | undefined;
  /** The dragged order with what it offers, as soon as that was read. */
  readonly order: OrderFull | undefined;
  readonly onDrag: (card: OrderRow | undefined) => void;
  readonly onDrop: (to: WorkOrderStatus) => void;
  readonly onFocus: (card: OrderRow) => void;
  readonly onMove: (card: OrderRow) => void;
  /** It stands alone below a picker that names it and its count. */
  readonly alone?: boolean;
}

/** The orders of one state. One without orders is a strip that still names itself and takes a drop. */
export function BoardColumn({ column, dragged, order, onDrag, onDrop, onFocus, onMove, alone = false }: Props): ReactNode {
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
  const name = label('WorkOrderStatus', status);
  const hint =
    !dragged || dragged.status === status
      ? undefined
      : !order
        ? t('readingSteps')
        : !step
          ? t('noStepTo', { from: label('WorkOrderStatus', dragged.status), to: name })
          : accepts
            ? t('drop', { action: t(`actions.${step.name}`) })
            : step.blockedBy.map(read).join(' ');
  const narrow = total === 0 && cards.length === 0 && !alone;
  return (
    <div
      ref={element}
      role="listitem"
      aria-label={name}
      data-tip={narrow ? t('noneHere') : undefined}
      className={cx(
        'flex flex-col border-line',
        alone ? undefined : 'border-r',
        narrow ? 'w-8 shrink-0' : 'min-w-[136px] flex-1',
        dragged && dragged.status !== status && !accepts && 'opacity-70',
        over && 'bg-selected outline-2 -outline-offset-2 outline-focus',
      )}
    >
      {narrow ? (
        <div className="flex min-h-0 flex-1 flex-col items-center text-xs">
          <span className="tnum flex h-8 shrink-0 items-center text-ink-3">{formatCount(total, language)}</span>
          <div className={cx('min-h-0 overflow-hidden pt-1 leading-4 [writing-mode:vertical-rl]', accepts ? 'text-ink' : 'text-ink-2')}>
            <h2 className="inline text-xs">{name}</h2>
            {hint !== undefined && <span className={accepts ? 'font-medium' : undefined}> · {hint}</span>}
          </div>
        </div>
      ) : (
        <>
          {!alone && (
            <header className="flex h-8 shrink-0 items-center gap-2 border-b border-line px-2 text-xs">
              <h2 className="truncate text-xs text-ink-2">{name}</h2>
              <span className="tnum text-ink-3">{formatCount(total, language)}</span>
            </header>
          )}
          {hint !== undefined && (
            <p className={cx('border-b border-line px-2 py-2 text-xs', accepts ? 'font-medium text-ink' : 'text-ink-2')}>{hint}</p>
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
        </>
      )}
    </div>
  );
}
