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

/**
 * The same of all lines of a chart, each time hatched once: BAD and UNCERTAIN where one of them was, `none` where none of them had a
 * good reading. What was expected is calculated, not measured, and says nothing of quality.
 */
export function chartBands(series: readonly ChartSeries[], labels: QualityLabels): ChartBand[] {
  const all = series
    .filter(({ expected, timestamps }) => expected !== true && timestamps.length > 0)
    .map((each) => qualityBands(each, labels));
  const ofKind = (kind: ChartBand['kind']) => all.map((bands) => bands.filter((band) => band.kind === kind));
  return [...overlapping(ofKind('none'), all.length), ...overlapping(ofKind('uncertain'), 1), ...overlapping(ofKind('bad'), 1)];
}

/** Where at least so many of the lists have a band. */
function overlapping(lists: readonly (readonly ChartBand[])[], least: number): ChartBand[] {
  const edges = lists
    .flatMap((bands) =>
      bands.flatMap((band) => [
        { at: band.from, step: 1, band },
        { at: band.to ?? Number.POSITIVE_INFINITY, step: -1, band },
      ]),
    )
    .toSorted((one, other) => one.at - other.at || other.step - one.step);
  const found: ChartBand[] = [];
  let depth = 0;
  let from: number | null = null;
  for (const { at, step, band } of edges) {
    depth += step;
    if (from === null && depth >= least && step === 1) from = at;
    else if (from !== null && depth < least) {
      if (at > from) found.push({ ...band, from, to: at });
      from = null;
    }
  }
  return found;
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
