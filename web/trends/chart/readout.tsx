import type { ReactNode } from 'react';
import { formatNumber, formatTime } from '../../time/format.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import type { AlignedSeries } from './align.ts';
import { useCursor, type CursorStore } from './cursor.ts';
import { Swatch } from './swatch.tsx';
import type { ChartSeries } from './series.ts';

/** Names the lines and tells their readings: at the crosshair while there is one, else the last ones. */
export function Readout(props: {
  readonly series: readonly ChartSeries[];
  readonly cursor: CursorStore;
  readonly aligned: () => AlignedSeries | null;
  readonly zone: string;
  readonly renderName?: ((series: ChartSeries, place: number) => ReactNode) | undefined;
  readonly onPoint: (place: number | null) => void;
}): ReactNode {
  const { series, zone, renderName, onPoint } = props;
  const t = useWords('trends');
  const language = useLanguage();
  const { at, places } = useCursor(props.cursor);
  const aligned = props.aligned();
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-0.5 pl-3">
      <ul className="m-0 contents list-none p-0">
        {series.map((each, place) => (
          <li
            key={each.tagId}
            className="flex h-6 max-w-full min-w-0 items-center gap-1.5"
            onPointerEnter={() => onPoint(place)}
            onPointerLeave={() => onPoint(null)}
          >
            <Swatch place={place} expected={each.expected ?? false} />
            <span className="min-w-0 truncate">{renderName ? renderName(each, place) : <span className="code">{each.name}</span>}</span>
            <span className="tnum whitespace-nowrap">{told(each, place)}</span>
          </li>
        ))}
      </ul>
      <span className="code text-ink-2 ml-auto h-6 leading-6 whitespace-nowrap" aria-live="polite">
        {at === null ? '' : formatTime(timeAt() ?? at, { zone, language, style: 'full' })}
      </span>
    </div>
  );

  function timeAt(): number | undefined {
    const hit = places.find((place) => place !== null);
    return hit === null || hit === undefined ? undefined : aligned?.times[hit];
  }

  function told(each: ChartSeries, place: number): ReactNode {
    const column = aligned?.columns[place];
    const row = at === null ? null : places[place];
    const number = (value: number) => formatNumber(value, { language });
    if (at !== null && column && row != null) {
      const value = column.values[row];
      if (value === null || value === undefined) return <span className="text-ink-2">{t('chart.gap')}</span>;
      const low = column.min?.[row];
      const high = column.max?.[row];
      return (
        <>
          {number(value)} <span className="text-ink-2">{each.unit}</span>
          {low != null && high != null && low !== high ? (
            <span className="text-ink-2"> ({t('chart.range', { min: number(low), max: number(high) })})</span>
          ) : null}
        </>
      );
    }
    if (at !== null) return <span className="text-ink-2">{t('chart.gap')}</span>;
    const last = lastOf(column?.values ?? each.values);
    return last === null ? (
      <span className="text-ink-2">{t('chart.gap')}</span>
    ) : (
      <>
        {number(last)} <span className="text-ink-2">{each.unit}</span>
      </>
    );
  }
}

function lastOf(values: readonly (number | null | undefined)[]): number | null {
  for (let place = values.length - 1; place >= 0; place -= 1) {
    const value = values[place];
    if (value !== undefined && value !== null) return value;
  }
  return null;
}
