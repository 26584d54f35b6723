import { useMemo, type ReactNode } from 'react';
import { formatNumber, formatTime } from '../../time/format.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { align, indexAfter } from './align.ts';
import type { ChartSeries, Span } from './series.ts';

/** More rows than these nobody reads: of a longer span every second, third, … one is told. */
const rowsMax = 200;

/** The readings as text: what the chart shows, for whoever does not see it or wants the numbers. */
export function ChartTable(props: {
  readonly series: readonly ChartSeries[];
  readonly span: Span;
  readonly zone: string;
  readonly height: number;
}): ReactNode {
  const { series, span, zone, height } = props;
  const t = useWords('trends');
  const language = useLanguage();
  const aligned = useMemo(() => align(series.map(withoutEnvelope)), [series]);
  const first = indexAfter(aligned.times, span.from - 1);
  const count = indexAfter(aligned.times, span.to) - first;
  // Rows without a number in any column tell nothing.
  const nothing = !aligned.columns.some(({ values }) => values.slice(first, first + count).some((value) => value != null));
  const every = Math.max(1, Math.ceil(count / rowsMax));
  const rows = Array.from({ length: nothing ? 0 : Math.ceil(count / every) }, (_, index) => first + index * every);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it.
    <div className="overflow-auto" style={{ height }} tabIndex={0} role="group" aria-label={t('chart.table')}>
      {every > 1 && !nothing ? <p className="text-ink-2 m-0 px-3 py-1 text-xs">{t('chart.everyNth', { n: every, total: count })}</p> : null}
      <table className="tnum w-full border-collapse">
        <thead className="bg-canvas sticky top-0">
          <tr>
            <th scope="col" className="text-ink-2 px-3 py-1 text-left text-xs font-medium">
              {t('chart.time')}
            </th>
            {series.map(({ tagId, name, unit }) => (
              <th key={tagId} scope="col" className="text-ink-2 px-3 py-1 text-right text-xs font-medium">
                {name}
                {unit === null ? '' : ` (${unit})`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row} className="border-line border-t">
              <th scope="row" className="code px-3 py-0.5 text-left font-normal">
                {formatTime(aligned.times[row] ?? 0, { zone, language, style: 'full' })}
              </th>
              {aligned.columns.map(({ values }, place) => (
                <td key={series[place]?.tagId} className="px-3 py-0.5 text-right">
                  {told(values[row])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {nothing ? <p className="text-ink-2 px-3">{t('chart.noReadings')}</p> : null}
    </div>
  );

  function told(value: number | null | undefined): string {
    if (value === undefined) return '';
    return value === null ? '–' : formatNumber(value, { language });
  }
}

function withoutEnvelope({ tagId, name, unit, timestamps, values, intervalMs }: ChartSeries): ChartSeries {
  return { tagId, name, unit, timestamps, values, intervalMs };
}
