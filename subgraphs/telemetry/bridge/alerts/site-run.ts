import type { SiteRules } from '../mappings/mappings.ts';
import type { BatchView } from '../readings/batch.ts';
import { GOOD } from '../readings/quality.ts';
import {
  evaluateSample,
  seriesName,
  unseen,
  withRule,
  type Evaluation,
  type RuleState,
  type SeriesState,
  type WatchedSeries,
} from '../rules/evaluate.ts';
import type { Newest } from '../rules/newest.ts';
import type { KeptState } from './site-state.ts';
import type { StandingAlert } from './standing.ts';

/** What the rules of one site remember while the process runs. */
export class SiteRun {
  readonly tenantId: string;
  readonly siteId: string;
  readonly state: Map<string, SeriesState>;
  /** The position that the database knows the site at. */
  position: number;
  /** The last record of the site that is part of `state`. */
  reached: number;
  /** Whether something is remembered that the database does not know yet. */
  dirty = false;
  #rules: SiteRules | undefined;
  readonly #series = new Map<string, RunSeries>();

  constructor(tenantId: string, siteId: string, kept: KeptState, newest: Iterable<readonly [name: string, newest: Newest]>) {
    this.tenantId = tenantId;
    this.siteId = siteId;
    this.position = kept.position;
    this.reached = kept.position;
    this.state = kept.state;
    for (const [name, [newestMs, newestGoodMs]] of newest) {
      const known = this.state.get(name) ?? unseen;
      this.state.set(name, {
        ...known,
        newestMs: Math.max(known.newestMs, newestMs),
        newestGoodMs: Math.max(known.newestGoodMs, newestGoodMs ?? unseen.newestGoodMs),
      });
    }
  }

  /**
   * Evaluates a batch on top of what is in `evaluation`. One that is part of the state already only tells which readings are the
   * newest.
   */
  evaluate(batch: BatchView, position: number, rules: SiteRules | undefined, evaluation: Evaluation): void {
    if (rules !== this.#rules) {
      this.#series.clear();
      this.#rules = rules;
    }
    const isPart = position <= this.position;
    const all: RunSeries[] = [];
    for (let index = 0; index < batch.seriesCount; index += 1) all.push(this.#find(batch, index));
    for (let row = 0; row < batch.rows; row += 1) {
      const series = all[batch.series(row)];
      if (!series) continue;
      const timeMs = batch.timeMs(row);
      const good = batch.quality(row) === GOOD ? batch.value(row) : null;
      if (!('rules' in series)) note(series, timeMs, good !== null);
      else if (isPart) this.#note(series, timeMs, good !== null, evaluation);
      else evaluateSample(this.state, { series, timeMs, good }, evaluation);
    }
  }

  /** Takes over what an evaluation up to a record has changed. */
  apply(changes: ReadonlyMap<string, SeriesState>, reached: number): void {
    this.reached = Math.max(this.reached, reached);
    for (const [name, next] of changes) {
      // Rules are replaced, never changed: the same object says that nothing but the time has moved.
      this.dirty ||= next.rules !== (this.state.get(name) ?? unseen).rules;
      this.state.set(name, next);
    }
  }

  /**
   * Brings what is remembered in line with the alerts that are open. One that somebody resolved by hand is over: the rule begins
   * again, and a condition that still holds raises it again when it is completed anew. One that is open and not remembered (made by
   * the seed, or by a bridge whose journal is lost) is raised, so that its clear condition can end it.
   */
  reconcile(standing: readonly StandingAlert[]): void {
    const open = new Map<string, Set<string>>();
    for (const { ruleId, assetId, tag } of standing) {
      if (ruleId === null || assetId === null || tag === null) continue;
      const name = seriesName(assetId, tag);
      open.set(name, (open.get(name) ?? new Set()).add(ruleId));
    }
    for (const [name, { rules }] of this.state) {
      if (rules === unseen.rules) continue;
      for (const [ruleId, { phase }] of Object.entries(rules))
        if (phase !== 'idle' && !open.get(name)?.has(ruleId)) this.#set(name, ruleId, undefined);
    }
    for (const [name, ruleIds] of open) {
      for (const ruleId of ruleIds)
        if ((this.state.get(name)?.rules[ruleId]?.phase ?? 'idle') === 'idle') this.#set(name, ruleId, { phase: 'raised' });
    }
  }

  /** Says that the database knows everything that is remembered. */
  kept(position: number): void {
    this.position = position;
    this.dirty = false;
  }

  /** Whether the condition of an open alert still holds, as far as anybody knows. */
  stillHolds({ ruleId, assetId, tag }: StandingAlert): boolean {
    if (ruleId === null || assetId === null || tag === null) return true;
    return this.state.get(seriesName(assetId, tag))?.rules[ruleId]?.phase !== 'over';
  }

  #set(name: string, ruleId: string, next: RuleState | undefined): void {
    const known = this.state.get(name) ?? unseen;
    this.state.set(name, { ...known, rules: withRule(known.rules, ruleId, next) });
    this.dirty = true;
    // What was found before may hold the state that was just replaced.
    this.#series.clear();
  }

  #note(series: WatchedSeries, timeMs: number, isGood: boolean, { changes }: Evaluation): void {
    const before = changes.get(series.name) ?? this.state.get(series.name) ?? unseen;
    if (timeMs <= before.newestMs) return;
    changes.set(series.name, { newestMs: timeMs, newestGoodMs: isGood ? timeMs : before.newestGoodMs, rules: before.rules });
  }

  #find(batch: BatchView, index: number): RunSeries {
    const key = batch.seriesKeyText(index);
    const known = this.#series.get(key);
    if (known) return known;
    const { assetId, tag } = batch.seriesKey(index);
    const name = seriesName(assetId, tag);
    const series = this.#rules?.watched.get(name) ?? this.#unwatched(name);
    this.#series.set(key, series);
    return series;
  }

  #unwatched(name: string): UnwatchedState {
    const state = { state: { ...(this.state.get(name) ?? unseen) } };
    this.state.set(name, state.state);
    return state;
  }
}

/** Of most series the newest time is all that is remembered, and nothing can follow from it: that is changed in place. */
interface UnwatchedState {
  readonly state: { newestMs: number; newestGoodMs: number; readonly rules: SeriesState['rules'] };
}

type RunSeries = WatchedSeries | UnwatchedState;

function note({ state }: UnwatchedState, timeMs: number, isGood: boolean): void {
  if (timeMs <= state.newestMs) return;
  state.newestMs = timeMs;
  if (isGood) state.newestGoodMs = timeMs;
}
