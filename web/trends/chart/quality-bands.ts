import type { ChartBand, ChartSeries, Quality } from './series.ts';

/** Bands of more than these are not told apart on a screen; the nearest are joined. */
const bandsMax = 400;

/**
 * When readings of a series were BAD or UNCERTAIN. A band reaches from the first such reading to the next good one, or to the end of
 * the last bucket.
 *
 * @param labels what a band of that quality is called
 */
export function qualityBands(series: ChartSeries, labels: Readonly<Record<'BAD' | 'UNCERTAIN', string>>): ChartBand[] {
  const { timestamps, qualities } = series;
  if (!qualities) return [];
  const bands: ChartBand[] = [];
  let from = 0;
  for (let index = 1; index <= qualities.length; index += 1) {
    if (qualities[index] === qualities[from]) continue;
    const quality: Quality = qualities[from] ?? 'GOOD';
    const start = timestamps[from];
    if (quality !== 'GOOD' && start !== undefined) {
      bands.push({
        from: start,
        to: timestamps[index] ?? endOf(series),
        kind: quality === 'BAD' ? 'bad' : 'uncertain',
        label: labels[quality],
      });
    }
    from = index;
  }
  return joined(bands);
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
