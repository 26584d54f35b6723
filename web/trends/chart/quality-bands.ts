import type { ChartBand, ChartSeries, Quality } from './series.ts';

/** Bands of more than these are not told apart on a screen; the nearest are joined. */
const bandsMax = 400;

/** What a band of each kind is called. */
export type QualityLabels = Readonly<Record<'bad' | 'uncertain', string>>;

/**
 * When readings of a series were BAD or UNCERTAIN. A band reaches from the first such reading to the next of another kind, or to the
 * end of the last bucket. A time without readings is a gap, and no band.
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

function kindAt(series: ChartSeries, place: number): 'bad' | 'uncertain' | null {
  const quality = qualityAt(series, place);
  return quality === 'UNCERTAIN' ? 'uncertain' : quality === 'BAD' ? 'bad' : null;
}

/** The quality of a reading or a bucket; undefined of a bucket that holds nothing, of which the graph says BAD, too. */
export function qualityAt({ qualities, values, min, counts }: ChartSeries, place: number): Quality | undefined {
  const quality = qualities?.[place];
  const held = counts ? (counts[place] ?? 0) > 0 : !(min && values[place] === null);
  return quality === 'BAD' && !held ? undefined : quality;
}

/**
 * The same of all lines of a chart, each time hatched once. What was expected is calculated, not measured, and says nothing of
 * quality.
 */
export function chartBands(series: readonly ChartSeries[], labels: QualityLabels): ChartBand[] {
  const all = series
    .filter(({ expected, timestamps }) => expected !== true && timestamps.length > 0)
    .map((each) => qualityBands(each, labels));
  const ofKind = (kind: ChartBand['kind']) => all.flatMap((bands) => bands.filter((band) => band.kind === kind));
  return [...united(ofKind('uncertain')), ...united(ofKind('bad'))];
}

/** Bands that overlap become one. */
function united(bands: readonly ChartBand[]): ChartBand[] {
  return bands
    .toSorted((one, other) => one.from - other.from)
    .reduce<ChartBand[]>((kept, band) => {
      const last = kept.at(-1);
      if (last && (last.to === null || band.from <= last.to)) {
        kept[kept.length - 1] = { ...last, to: last.to === null || band.to === null ? null : Math.max(last.to, band.to) };
      } else kept.push(band);
      return kept;
    }, []);
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
