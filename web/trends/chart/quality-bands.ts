import type { ChartBand, ChartSeries } from './series.ts';

/** Bands of more than these are not told apart on a screen; the nearest are joined. */
const bandsMax = 400;

/** What a band of each kind is called. */
export type QualityLabels = Readonly<Record<'bad' | 'uncertain' | 'none', string>>;

/**
 * When readings of a series were BAD or UNCERTAIN, or buckets held no good one (`none`). A band reaches from the first such reading
 * to the next of another kind, or to the end of the last bucket.
 */
export function qualityBands(series: ChartSeries, labels: QualityLabels): ChartBand[] {
  const { timestamps, qualities } = series;
  if (!qualities) return [];
  const bands: ChartBand[] = [];
  let from = 0;
  for (let index = 1; index <= qualities.length; index += 1) {
    const kind = kindAt(series, from);
    if (index < qualities.length && kindAt(series, index) === kind) continue;
    const start = timestamps[from];
    if (kind !== null && start !== undefined)
      bands.push({ from: start, to: timestamps[index] ?? endOf(series), kind, label: labels[kind] });
    from = index;
  }
  return joined(bands);
}

function kindAt({ qualities, values, min }: ChartSeries, place: number): 'bad' | 'uncertain' | 'none' | null {
  const quality = qualities?.[place];
  // Of a bucket without a good reading the graph does not tell whether it held bad ones or none at all.
  if (quality === 'BAD') return min && values[place] === null ? 'none' : 'bad';
  return quality === 'UNCERTAIN' ? 'uncertain' : null;
}

/** A bucket lasts as long as the one before it did; a reading as long as it is awaited. */
function endOf({ timestamps, intervalMs }: ChartSeries): number {
  const last = timestamps.at(-1) ?? 0;
  return last + (intervalMs ?? last - (timestamps.at(-2) ?? last));
}

function joined(bands: ChartBand[]): ChartBand[] {
  if (bands.length <= bandsMax) return bands;
  const first = bands[0]?.from ?? 0;
  const nearMs = ((bands.at(-1)?.from ?? 0) - first) / bandsMax;
  return bands.reduce<ChartBand[]>((kept, band) => {
    const last = kept.at(-1);
    if (last && last.kind === band.kind && band.from - (last.to ?? band.from) < nearMs) kept[kept.length - 1] = { ...last, to: band.to };
    else kept.push(band);
    return kept;
  }, []);
}
