'use client';

import type { ReactNode } from 'react';
import { cx } from '../ui/class-names.ts';
import { useEnumLabel, useWords } from '../words/index.ts';
import type { OrderFull } from './order-full.ts';
import { hasReached, mainLine, stepTo, type Step } from './steps.ts';

/** The order's life as a line: what lies behind, where it stands, what lies ahead. A state that a step leads to now can be pressed. */
export function Ribbon({ order, onTake }: { readonly order: OrderFull; readonly onTake: (step: Step) => Promise<void> }): ReactNode {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const { status } = order;
  const cancelled = status === 'CANCELLED';
  return (
    <ol aria-label={t('lifecycle')} className="m-0 flex list-none gap-px border-b border-line px-4 py-2.5">
      {mainLine.map((state) => {
        const here = state === status || (status === 'ON_HOLD' && state === 'IN_PROGRESS');
        const behind = !cancelled && hasReached(status, state) && !here;
        const step = here ? undefined : stepTo(order.actions, state);
        const name = here ? label('WorkOrderStatus', status) : label('WorkOrderStatus', state);
        // What lies ahead is a thin line of the fields' edge (3.0 / 3.2): told apart by its height too.
        const bar = cx('block h-[3px]', here ? 'bg-ink' : behind ? 'bg-ink-3' : 'border-b border-edge');
        const text = cx('block truncate pt-1 text-xs', here ? 'font-semibold text-ink' : 'text-ink-2 phone:sr-only');
        return (
          <li key={state} aria-current={here ? 'step' : undefined} className={cx('min-w-0 flex-1', here && 'phone:flex-[4]')}>
            <span className={bar} />
            {step?.allowed === true ? (
              <button
                type="button"
                onClick={() => void onTake(step)}
                data-tip={t(`actions.${step.name}`)}
                className={cx(
                  text,
                  'max-w-full text-left underline decoration-line underline-offset-2 hover:text-ink hover:decoration-ink',
                )}
              >
                {name}
                <span className="sr-only">: {t(`actions.${step.name}`)}</span>
              </button>
            ) : (
              <span className={text}>{name}</span>
            )}
          </li>
        );
      })}
      {cancelled && (
        <li aria-current="step" className="min-w-0 flex-1">
          <span className="block h-[3px] bg-ink" />
          <span className="block truncate pt-1 text-xs font-semibold">{label('WorkOrderStatus', 'CANCELLED')}</span>
        </li>
      )}
    </ol>
  );
}
