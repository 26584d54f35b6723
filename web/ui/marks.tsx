'use client';

import type { ReactNode } from 'react';
import { useEnumLabel, useWords } from '../words/index.ts';
import { cx } from './class-names.ts';

export type Severity = 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'INFO';

/** The priorities that an alarm can have, the worst first; INFO is no alarm and has no mark of its own. */
export const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const satisfies readonly Severity[];

/** A priority's colour as a class, for a figure that speaks of it. */
export const severityText: Record<Severity, string> = {
  CRITICAL: 'text-critical',
  HIGH: 'text-high',
  MEDIUM: 'text-medium',
  LOW: 'text-low',
  INFO: 'text-ink-2',
};

export interface SeverityMarkProps {
  readonly severity: Severity;
  /** Somebody takes care of it: outline instead of filled. */
  readonly acknowledged?: boolean;
  /** Its condition is over, and nobody has acknowledged it: dimmed, to 3.1 against what it stands on at the least (WCAG 2.2, 1.4.11). */
  readonly cleared?: boolean;
  /** Flashes at 0.8 Hz; for the newest unacknowledged ones, not for a whole list. */
  readonly flash?: boolean;
  /** Shows the word too, or only tells it to whoever does not see the mark. */
  readonly word?: boolean;
  readonly size?: number;
}

/** Shape, colour and word of an alarm's priority: ◆ critical, ▲ high, ▼ medium, ■ low. */
export function SeverityMark({
  severity,
  acknowledged = false,
  cleared = false,
  flash = false,
  word = false,
  size = 12,
}: SeverityMarkProps): ReactNode {
  const label = useEnumLabel()('AlertSeverity', severity);
  const t = useWords('ui');
  const state = cleared ? t('mark.cleared') : acknowledged ? t('mark.acknowledged') : t('mark.unacknowledged');
  return (
    <span
      className={cx('inline-flex items-center gap-1.5 align-middle', severityText[severity])}
      data-tip={word ? undefined : `${label}, ${state}`}
    >
      <svg
        width={size}
        height={size}
        viewBox="0 0 12 12"
        aria-hidden
        className={cx('shrink-0', cleared && !acknowledged && 'opacity-80', flash && !acknowledged && !cleared && 'flashing')}
      >
        <path
          d={severityShapes[severity]}
          fill={acknowledged ? 'none' : 'currentColor'}
          stroke="currentColor"
          strokeWidth={acknowledged ? 1.75 : 0.5}
          strokeLinejoin="round"
        />
      </svg>
      <span className={word ? (cleared ? 'text-ink-2' : undefined) : 'sr-only'}>{word ? label : `${label}, ${state}`}</span>
    </span>
  );
}

/** A priority's shape as an SVG path in a box of 12: no font has to have it. */
export const severityShapes: Record<Severity, string> = {
  CRITICAL: 'M6 0.9 11.1 6 6 11.1 0.9 6Z',
  HIGH: 'M6 1.4 11.2 10.6H0.8Z',
  MEDIUM: 'M6 10.6 0.8 1.4h10.4Z',
  LOW: 'M1.6 1.6h8.8v8.8H1.6Z',
  INFO: 'M6 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z',
};

const enumOf = {
  workOrder: 'WorkOrderStatus',
  alert: 'AlertStatus',
  asset: 'AssetStatus',
  gateway: 'GatewayStatus',
  site: 'SiteStatus',
  task: 'TaskStatus',
  review: 'ReviewStatus',
  model: 'ModelStatus',
  item: 'InventoryItemStatus',
} as const;

export interface StatusPillProps {
  readonly kind: keyof typeof enumOf;
  readonly status: string;
  /** A closer word than the status has by itself. */
  readonly word?: string | undefined;
  readonly className?: string;
}

/** A state in words, grey and of one width in its list: states are normal. What is out of order is outlined. */
export function StatusPill({ kind, status, word, className }: StatusPillProps): ReactNode {
  const label = useEnumLabel()(enumOf[kind], status);
  return (
    <span
      className={cx(
        'pill inline-flex h-5 w-[112px] items-center justify-center truncate rounded border px-1.5 text-xs',
        abnormal.has(status) ? 'border-ink-2 font-medium text-ink' : 'border-line text-ink-2',
        className,
      )}
    >
      {word ?? label}
    </span>
  );
}

const abnormal = new Set(['FAILED', 'DEGRADED', 'OFFLINE', 'ON_HOLD', 'REJECTED']);

/** An order's priority: a grey numeral, P1 the most urgent. */
export function PriorityMark({ priority }: { readonly priority: string }): ReactNode {
  const label = useEnumLabel()('WorkOrderPriority', priority);
  const t = useWords('ui');
  const n = priorities.indexOf(priority);
  return (
    <span className="tnum text-ink-2" data-tip={t('priorityIs', { priority: label })}>
      <span aria-hidden>{n < 0 ? '–' : `P${n + 1}`}</span>
      <span className="sr-only">{t('priorityIs', { priority: label })}</span>
    </span>
  );
}

const priorities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'];
