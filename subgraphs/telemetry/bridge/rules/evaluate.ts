import type { Hold, MissingDataRule, Rule, ThresholdRule } from './rule.ts';

/** A run of good samples that satisfy a condition, not long enough yet. */
export interface Run {
  readonly count: number;
  readonly sinceMs: number;
  readonly lastMs: number;
}

/** What one rule remembers of one measured quantity. Absent when there is nothing to remember. */
export interface RuleState {
  /**
   * `raised`: the condition came true and is not over. `over`: it is over, but its alert is suppressed and stays open until the
   * suppression ends. Otherwise `idle`.
   */
  readonly phase: 'idle' | 'raised' | 'over';
  /** Towards a raise when idle or over, towards the end when raised. */
  readonly run?: Run | undefined;
}

/** What is remembered of one measured quantity. */
export interface SeriesState {
  /** Time of the newest reading, of whatever quality. */
  readonly newestMs: number;
  readonly newestGoodMs: number;
  /** By rule id. */
  readonly rules: Readonly<Record<string, RuleState>>;
}

/** What is remembered of a site, by series (see `seriesName`). */
export type SiteState = ReadonlyMap<string, SeriesState>;

/** A measured quantity together with the rules that watch it. */
export interface WatchedSeries {
  /** See `seriesName`. */
  readonly name: string;
  readonly assetId: string;
  readonly assetCode: string;
  readonly tag: string;
  readonly metric: string | null;
  readonly unit: string | null;
  readonly rules: readonly Rule[];
  /** Good samples further apart than this do not belong to one span: three expected intervals, 60 s where none is given. */
  readonly spanGapMs: number;
  /** Silence that a missing-data rule without a limit of its own means. */
  readonly silenceMs: number;
}

/** A reading as the rules see it. */
export interface Sample {
  readonly series: WatchedSeries;
  readonly timeMs: number;
  /** null for a reading that is not GOOD or has no value. */
  readonly good: number | null;
}

/** Something that happened: an alarm came about or is over. `atMs` is the time of the reading that completed it. */
export interface Transition {
  readonly kind: 'raise' | 'clear';
  readonly rule: Rule;
  readonly series: WatchedSeries;
  readonly atMs: number;
  /** The reading's value; null for missing data that was noticed by the clock. */
  readonly value: number | null;
}

export interface Evaluation {
  /** The series whose state is another now. */
  readonly changes: Map<string, SeriesState>;
  /** In the order in which they happened. */
  readonly transitions: Transition[];
}

/** The key of a measured quantity within its site's state. */
export function seriesName(assetId: string, tag: string): string {
  return `${assetId}/${tag}`;
}

export const unseen: SeriesState = { newestMs: Number.NEGATIVE_INFINITY, newestGoodMs: Number.NEGATIVE_INFINITY, rules: {} };

/**
 * Evaluates readings of one site: `(state, rows, rules) → (changes of state, transitions)` and nothing else. Time is the readings'
 * own (contract §5): a reading that is not newer than the newest of its tag moves nothing, so the same sample counts once and any
 * repetition leads to the same transitions; only GOOD samples feed a condition, others neither count nor break; silence ends
 * nothing. `state` is not changed: nothing is lost when what follows from the result cannot be written.
 */
export function evaluate(state: SiteState, samples: Iterable<Sample>): Evaluation {
  const evaluation: Evaluation = { changes: new Map(), transitions: [] };
  for (const sample of samples) evaluateSample(state, sample, evaluation);
  return evaluation;
}

/** One reading on top of what is in the evaluation already: for callers that walk over batches without making samples of them. */
export function evaluateSample(state: SiteState, { series, timeMs, good }: Sample, { changes, transitions }: Evaluation): void {
  const before = changes.get(series.name) ?? state.get(series.name) ?? unseen;
  if (timeMs <= before.newestMs) return;
  let rules = before.rules;
  if (good !== null) {
    for (const rule of series.rules) {
      const known = before.rules[rule.id];
      const next = rule.kind === 'threshold' ? threshold(rule, known, series, timeMs, good) : heard(known);
      if (next === known) continue;
      if (changed(known, next))
        transitions.push({ kind: next?.phase === 'raised' ? 'raise' : 'clear', rule, series, atMs: timeMs, value: good });
      rules = withRule(rules, rule.id, next);
    }
  }
  changes.set(series.name, { newestMs: timeMs, newestGoodMs: good === null ? before.newestGoodMs : timeMs, rules });
}

/**
 * What the clock alone brings about: a quantity that was heard before and is silent for too long.
 *
 * @param nowMs The clock. To be called only when every reading that has come in is evaluated, or a backlog would look like silence.
 * @param listeningMs Since when readings could come in: before that, silence means nothing.
 */
export function evaluateSilence(state: SiteState, watched: Iterable<WatchedSeries>, nowMs: number, listeningMs: number): Evaluation {
  const changes = new Map<string, SeriesState>();
  const transitions: Transition[] = [];
  for (const series of watched) {
    for (const rule of series.rules) {
      const before = changes.get(series.name) ?? state.get(series.name);
      if (rule.kind !== 'missing_data' || before === undefined || before.newestGoodMs === Number.NEGATIVE_INFINITY) continue;
      if (before.rules[rule.id]?.phase === 'raised') continue;
      const atMs = Math.max(before.newestGoodMs, listeningMs) + silenceMs(rule, series);
      if (nowMs < atMs) continue;
      transitions.push({ kind: 'raise', rule, series, atMs, value: null });
      changes.set(series.name, { ...before, rules: withRule(before.rules, rule.id, { phase: 'raised' }) });
    }
  }
  return { changes, transitions };
}

/** How long a rule lets a quantity be silent. */
export function silenceMs(rule: MissingDataRule, series: WatchedSeries): number {
  return rule.gapMs ?? series.silenceMs;
}

function threshold(
  rule: ThresholdRule,
  known: RuleState | undefined,
  series: WatchedSeries,
  timeMs: number,
  value: number,
): RuleState | undefined {
  const phase = known?.phase ?? 'idle';
  const raised = phase === 'raised';
  const satisfied = raised ? rule.isOver(value) : rule.holds(value);
  if (!satisfied) return known?.run === undefined ? known : remember(phase, undefined);
  const needed = raised ? rule.clear : rule.raise;
  const run = extend(known?.run, needed, series.spanGapMs, timeMs);
  if (run.count < needed.consecutive || run.lastMs - run.sinceMs < needed.durationMs) return remember(phase, run);
  return remember(raised ? 'idle' : 'raised', undefined);
}

function extend(run: Run | undefined, needed: Hold, spanGapMs: number, timeMs: number): Run {
  // A hole in the readings is no evidence that the condition held through it; a mere count of samples has no such holes.
  if (run === undefined || (needed.durationMs > 0 && timeMs - run.lastMs > spanGapMs)) return { count: 1, sinceMs: timeMs, lastMs: timeMs };
  return { count: run.count + 1, sinceMs: run.sinceMs, lastMs: timeMs };
}

/** A good reading of a quantity whose silence was an alarm. */
function heard(known: RuleState | undefined): RuleState | undefined {
  return known?.phase === 'raised' ? undefined : known;
}

function remember(phase: RuleState['phase'], run: Run | undefined): RuleState | undefined {
  if (run === undefined) return phase === 'idle' ? undefined : { phase };
  return { phase, run };
}

function changed(before: RuleState | undefined, after: RuleState | undefined): boolean {
  return (before?.phase === 'raised') !== (after?.phase === 'raised');
}

/** The rules' states with one replaced, or taken out when there is nothing to remember. */
export function withRule(
  rules: Readonly<Record<string, RuleState>>,
  id: string,
  next: RuleState | undefined,
): Readonly<Record<string, RuleState>> {
  if (next !== undefined) return { ...rules, [id]: next };
  const { [id]: _gone, ...rest } = rules;
  return rest;
}
