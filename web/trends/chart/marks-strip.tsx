import type { CSSProperties, ReactNode } from 'react';
import Link from 'next/link';
import { formatTime } from '../../time/format.ts';
import { severityShapes } from '../../ui/marks.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import type { ChartMark, Severity, Span } from './series.ts';

/** Marks nearer than these pixels to each other become one. */
const nearPx = 14;

const tones: Readonly<Record<Severity, string>> = {
  CRITICAL: 'text-critical',
  HIGH: 'text-high',
  MEDIUM: 'text-medium',
  LOW: 'text-low',
  INFO: 'text-ink-2',
};
const ranks: readonly Severity[] = ['INFO', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

/** Moments with a name, above the plot at their place. */
export function MarksStrip(props: {
  readonly marks: readonly ChartMark[];
  readonly span: Span;
  readonly layout: { readonly left: number; readonly width: number };
  readonly zone: string;
}): ReactNode {
  const { marks, span, layout, zone } = props;
  const t = useWords('trends');
  const language = useLanguage();
  if (layout.width === 0 || marks.length === 0) return null;
  const perMs = layout.width / (span.to - span.from);
  const groups = grouped(
    marks.filter(({ at }) => at >= span.from && at <= span.to),
    nearPx / perMs,
  );
  return (
    <ul className="pointer-events-none absolute inset-x-0 top-0 m-0 h-full list-none p-0">
      {groups.map((group) => {
        const [first] = group;
        if (!first) return null;
        const style: CSSProperties = { left: layout.left + (first.at - span.from) * perMs };
        const severity = worstOf(group);
        const words = group.map((mark) => `${formatTime(mark.at, { zone, language })} ${mark.label}`).join('\n');
        const name = group.length === 1 ? words : t('chart.several', { n: group.length });
        const look = `pointer-events-auto absolute -translate-x-1/2 px-0.5 text-xs leading-[22px] ${severity ? tones[severity] : 'text-ink-2'}`;
        // Shape, then colour: whoever sees no colour sees the shape. What is no alarm is a dot.
        const sign = (
          <svg width={10} height={10} viewBox="0 0 12 12" aria-hidden className="inline align-[-1px]">
            <path d={severityShapes[severity ?? 'INFO']} fill="currentColor" />
          </svg>
        );
        return (
          <li key={first.id} className="contents">
            <span aria-hidden className="border-line absolute -z-10 top-[22px] bottom-6 border-l" style={style} />
            {first.href === undefined ? (
              <span role="img" aria-label={name} title={words} className={look} style={style}>
                {sign}
              </span>
            ) : (
              <Link
                href={first.href}
                aria-label={group.length === 1 ? name : `${name}: ${words}`}
                title={words}
                className={look}
                style={style}
              >
                {sign}
                {group.length > 1 ? <span className="text-2xs tnum">{group.length}</span> : null}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function grouped(marks: readonly ChartMark[], nearMs: number): ChartMark[][] {
  return marks
    .toSorted((one, other) => one.at - other.at)
    .reduce<ChartMark[][]>((groups, mark) => {
      const last = groups.at(-1);
      const start = last?.[0];
      if (last && start && mark.at - start.at < nearMs) last.push(mark);
      else groups.push([mark]);
      return groups;
    }, []);
}

/** Of alarms in the group; undefined where there is none. */
function worstOf(group: readonly ChartMark[]): Severity | undefined {
  return ranks.findLast((rank) => group.some(({ kind, severity }) => kind === 'alarm' && severity === rank));
}
