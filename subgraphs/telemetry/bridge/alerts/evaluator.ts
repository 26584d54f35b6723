import { setTimeout as delay } from 'node:timers/promises';
import { isUnavailable, type Database } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import type { JournalConsumer } from '../journal/consumer.ts';
import type { Journal } from '../journal/journal.ts';
import { READINGS, type JournalRecord } from '../journal/record.ts';
import type { Mappings, SiteRules } from '../mappings/mappings.ts';
import { BatchView } from '../readings/batch.ts';
import { evaluateSilence, type Evaluation, type SeriesState, type Transition } from '../rules/evaluate.ts';
import { readNewest, writeNewest, type Newest, type NewestBySite } from '../rules/newest.ts';
import { SiteRun } from './site-run.ts';
import { loadSiteState, PositionMoved, writeStep, type Step } from './site-state.ts';
import { endSuppression, loadStanding, type StandingAlert } from './standing.ts';

export interface EvaluatorSettings {
  readonly consumer: JournalConsumer;
  readonly journal: Journal;
  readonly mappings: Mappings;
  readonly database: Database;
  /** Where the newest time of every series is kept. */
  readonly keptIn: string;
  /** The newest times when none are kept: from the store. Asked once, at the start. */
  readonly newestElsewhere?: () => Promise<NewestBySite>;
  readonly log: Log;
  readonly checkpointEveryMs?: number;
  /** How often open alerts are looked at, for what people did to them and for suppressions that end. */
  readonly lookEveryMs?: number;
  /** Least time between two reads: several groups of the journal are one evaluation. */
  readonly readEveryMs?: number;
  readonly now?: () => number;
}

export interface EvaluatorCounts {
  raised: number;
  cleared: number;
  /** Transitions that could not be written, for a fault of ours. */
  failed: number;
}

/** Some 6,500 readings: a few milliseconds, between which gateways are answered. */
const readBytesMax = 512 * 1024;
const retryMsMax = 2_000;

class Stopped extends Error {}

/**
 * Follows the journal and evaluates every reading. Site by site: what follows from its readings is written in one transaction with
 * the site's state and position, and only then remembered here; a transaction that does not come through is tried again for
 * ever, and a repeated one finds its own position. Every ten seconds what has only been counted is written as well, and the
 * journal may forget what lies before.
 */
export class RuleEvaluator {
  readonly counts: EvaluatorCounts = { raised: 0, cleared: 0, failed: 0 };
  readonly #settings: Required<Omit<EvaluatorSettings, 'newestElsewhere'>> & Pick<EvaluatorSettings, 'newestElsewhere'>;
  readonly #runs = new Map<string, SiteRun>();
  /** Of sites that have not sent since the start. */
  #newest = new Map<string, ReadonlyMap<string, Newest>>();
  /** Tenant to when its open alerts were looked at, and whether there were any. */
  readonly #looked = new Map<string, { atMs: number; any: boolean }>();
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #trouble: string | undefined;
  #checkpointMs = performance.now();
  #lookMs = Number.NEGATIVE_INFINITY;
  #listeningMs = 0;

  constructor(given: EvaluatorSettings) {
    this.#settings = { checkpointEveryMs: 10_000, lookEveryMs: 2_000, readEveryMs: 20, now: Date.now, ...given };
  }

  start(): void {
    this.#listeningMs = this.#settings.now();
    this.#running = this.#run();
  }

  /** Stops, and writes what is only remembered, if the database answers soon. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await Promise.race([this.#checkpoint().catch(() => undefined), delay(1_500, undefined, { ref: false })]);
  }

  /** Why nothing is evaluated just now. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  async #run(): Promise<void> {
    const { consumer, log } = this.#settings;
    await this.#recall();
    while (!this.#stop.signal.aborted) {
      try {
        await this.#turn();
        if (this.#trouble !== undefined) log.info('the rules are evaluated again');
        this.#trouble = undefined;
      } catch (error) {
        // What was read and not finished is read again, now or after the next start.
        consumer.rewind();
        if (error instanceof Stopped) return;
        this.#troubled(error);
        await this.#pause(500);
      }
    }
  }

  /** One round: what is in the journal, then what the clock asks for. */
  async #turn(): Promise<void> {
    const { consumer, journal, readEveryMs, lookEveryMs, checkpointEveryMs, now } = this.#settings;
    const startedMs = performance.now();
    await consumer.more(Math.min(lookEveryMs, 1_000));
    const nowMs = now();
    const end = journal.end;
    const records = await consumer.read(readBytesMax);
    await this.#evaluate(records);
    // By the clock only when all is evaluated that had come in by then: a backlog is no silence.
    const isLookDue = performance.now() - this.#lookMs >= lookEveryMs;
    if (isLookDue && consumer.next >= end) {
      this.#lookMs = performance.now();
      await this.#silence(nowMs);
      await this.#look(nowMs);
    }
    // A journal that is full waits for this.
    const dueMs = journal.trouble === undefined ? checkpointEveryMs : Math.min(checkpointEveryMs, 500);
    if (performance.now() - this.#checkpointMs >= dueMs) await this.#checkpoint();
    await this.#pause(readEveryMs - (performance.now() - startedMs));
  }

  async #evaluate(records: readonly JournalRecord[]): Promise<void> {
    const steps = new Map<SiteRun, { evaluation: Evaluation; to: number }>();
    for (const { kind, payload, position } of records) {
      if (kind !== READINGS) continue;
      const batch = new BatchView(payload);
      const run = this.#runs.get(batch.siteId) ?? (await this.#load(batch.tenantId, batch.siteId));
      const step = steps.get(run) ?? { evaluation: { changes: new Map(), transitions: [] }, to: position };
      steps.set(run, step);
      run.evaluate(batch, position, this.#settings.mappings.rulesOf(batch.siteId), step.evaluation);
      step.to = position;
    }
    for (const [run, { evaluation, to }] of steps) await this.#take(run, evaluation, to);
  }

  /** Writes what an evaluation led to, and only then remembers it. */
  async #take(run: SiteRun, evaluation: Evaluation, reached: number): Promise<void> {
    if (evaluation.transitions.length === 0) return run.apply(evaluation.changes, reached);
    const { tenantId, siteId, position: from, state: before } = run;
    const to = Math.max(run.reached, reached);
    run.apply(await this.#write({ tenantId, siteId, from, to, before, evaluation }), to);
    run.kept(to);
    for (const { kind } of evaluation.transitions) this.counts[kind === 'raise' ? 'raised' : 'cleared'] += 1;
  }

  async #write(step: Step): Promise<Map<string, SeriesState>> {
    const { database, log } = this.#settings;
    try {
      return await this.#persistently(() => writeStep(database, step));
    } catch (error) {
      if (error instanceof PositionMoved) this.#runs.delete(step.siteId);
      if (error instanceof PositionMoved || error instanceof Stopped) throw error;
      log.error({ err: error, siteId: step.siteId }, 'what the rules found could not be written; trying one by one');
      return this.#writeOneByOne(step);
    }
  }

  /** A transition that the database refuses, for a fault of ours, must not stop the rules of all sites for ever. */
  async #writeOneByOne(step: Step): Promise<Map<string, SeriesState>> {
    const { database, log } = this.#settings;
    const part = (transitions: Transition[], to: number): Step => ({
      ...step,
      to,
      evaluation: { changes: step.evaluation.changes, transitions },
    });
    for (const transition of step.evaluation.transitions) {
      try {
        // At the old position: the step is not complete before its last transition.
        await this.#persistently(() => writeStep(database, part([transition], step.from)));
      } catch (error) {
        if (error instanceof PositionMoved || error instanceof Stopped) throw error;
        this.counts.failed += 1;
        log.error(
          { err: error, rule: transition.rule.name, tag: transition.series.tag, atMs: transition.atMs },
          'an alert could not be written and is left out',
        );
      }
    }
    return this.#persistently(() => writeStep(database, part([], step.to)));
  }

  async #silence(nowMs: number): Promise<void> {
    const { mappings } = this.#settings;
    for (const rules of mappings.sites) {
      const run = this.#runs.get(rules.siteId) ?? (await this.#loadSilent(rules));
      if (!run) continue;
      const evaluation = evaluateSilence(run.state, rules.watched.values(), nowMs, this.#listeningMs);
      if (evaluation.transitions.length > 0) await this.#take(run, evaluation, run.reached);
    }
  }

  /** A site that has not sent since the start, if it was heard before and its silence means something. */
  async #loadSilent({ tenantId, siteId, watched }: SiteRules): Promise<SiteRun | undefined> {
    if (!this.#newest.has(siteId)) return undefined;
    const isMissed = watched.values().some(({ rules }) => rules.some(({ kind }) => kind === 'missing_data'));
    return isMissed ? this.#load(tenantId, siteId) : undefined;
  }

  /** Sees what people did to open alerts, and ends suppressions whose time is over, or whose alert is over and no longer silent. */
  async #look(nowMs: number): Promise<void> {
    const { mappings, database, lookEveryMs } = this.#settings;
    for (const tenantId of mappings.tenantIds) {
      const looked = this.#looked.get(tenantId);
      // Without an open alert only a new one matters, and that is made here.
      if (looked && !looked.any && !this.#hasRuns(tenantId) && nowMs - looked.atMs < lookEveryMs * 10) continue;
      const standing = await this.#persistently(() => loadStanding(database, tenantId));
      this.#looked.set(tenantId, { atMs: nowMs, any: standing.length > 0 });
      const bySite = Map.groupBy(standing, ({ siteId }) => siteId);
      for (const run of this.#runs.values()) if (run.tenantId === tenantId) run.reconcile(bySite.get(run.siteId) ?? []);
      for (const alert of standing)
        if (isOver(alert, nowMs) || (await this.#isUnsuppressedAndOver(tenantId, alert)))
          await this.#endSuppression(tenantId, alert, nowMs);
    }
  }

  /** A person has ended its suppression after its condition had ended; also of a site that has not been heard of since the start. */
  async #isUnsuppressedAndOver(tenantId: string, alert: StandingAlert): Promise<boolean> {
    if (alert.status === 'suppressed' || alert.suppressedUntil === null) return false;
    const run = this.#runs.get(alert.siteId) ?? (await this.#load(tenantId, alert.siteId));
    return !run.stillHolds(alert);
  }

  async #endSuppression(tenantId: string, alert: StandingAlert, nowMs: number): Promise<void> {
    const { database } = this.#settings;
    const run = this.#runs.get(alert.siteId) ?? (await this.#load(tenantId, alert.siteId));
    await this.#persistently(() => endSuppression(database, tenantId, alert.dedupKey, run.stillHolds(alert), new Date(nowMs)));
  }

  #hasRuns(tenantId: string): boolean {
    for (const run of this.#runs.values()) if (run.tenantId === tenantId) return true;
    return false;
  }

  async #load(tenantId: string, siteId: string): Promise<SiteRun> {
    const { database } = this.#settings;
    await this.#knowRules(tenantId);
    const kept = await this.#persistently(() => loadSiteState(database, tenantId, siteId));
    const standing = await this.#persistently(() => loadStanding(database, tenantId));
    const run = new SiteRun(tenantId, siteId, kept, this.#newest.get(siteId) ?? []);
    this.#newest.delete(siteId);
    run.reconcile(standing.filter((alert) => alert.siteId === siteId));
    this.#runs.set(siteId, run);
    return run;
  }

  /** Readings of a tenant whose rules are not known yet would pass for such as nothing watches. */
  async #knowRules(tenantId: string): Promise<void> {
    const { mappings } = this.#settings;
    while (!(await mappings.refresh(tenantId, Number.NEGATIVE_INFINITY))) {
      if (this.#stop.signal.aborted) throw new Stopped();
      this.#troubled(new Error(mappings.trouble ?? 'the rules of a tenant are not known'));
      await this.#pause(retryMsMax / 4);
    }
  }

  /** Keeps what is only remembered; then the journal may forget what was read. To be called when all that was read is evaluated. */
  async #checkpoint(): Promise<void> {
    const { consumer, keptIn } = this.#settings;
    const position = consumer.next;
    for (const run of this.#runs.values()) {
      if (!run.dirty) continue;
      const { tenantId, siteId, position: from, reached: to, state: before } = run;
      await this.#write({ tenantId, siteId, from, to, before, evaluation: { changes: new Map(), transitions: [] } });
      run.kept(to);
    }
    if (position > consumer.done) {
      await writeNewest(keptIn, this.#all());
      await consumer.finish(position);
    }
    this.#checkpointMs = performance.now();
  }

  *#all(): Generator<readonly [string, ReadonlyMap<string, SeriesState>]> {
    for (const run of this.#runs.values()) yield [run.siteId, run.state];
    for (const [siteId, newest] of this.#newest) {
      yield [
        siteId,
        new Map(
          [...newest].map(([name, [newestMs, good]]) => [name, { newestMs, newestGoodMs: good ?? Number.NEGATIVE_INFINITY, rules: {} }]),
        ),
      ];
    }
  }

  async #recall(): Promise<void> {
    const { consumer, keptIn, newestElsewhere, log } = this.#settings;
    try {
      const kept = await readNewest(keptIn);
      // The store may be ahead of the rules: where it is asked although the journal has something for them, what waits there would
      // pass for old. Without it the first reading of each tag counts as new, which is right for all but late ones.
      const found = kept ?? (consumer.lag === 0 ? await newestElsewhere?.() : undefined);
      this.#newest = new Map(found);
      if (!kept) await writeNewest(keptIn, this.#all());
    } catch (error) {
      log.warn({ err: error }, 'the newest readings are not known; the first of each tag counts as new');
    }
  }

  /** Runs something until the database is there for it. */
  async #persistently<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let failures = 0; ; failures += 1) {
      try {
        return await work();
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        if (this.#stop.signal.aborted) throw new Stopped();
        this.#troubled(error);
        await this.#pause(Math.min(50 * 2 ** failures, retryMsMax));
      }
    }
  }

  #troubled(error: unknown): void {
    if (this.#trouble === undefined) this.#settings.log.warn({ err: error }, 'the rules cannot be evaluated just now; trying again');
    this.#trouble = `the rules cannot be evaluated: ${error instanceof Error ? error.message : String(error)}`;
  }

  async #pause(ms: number): Promise<void> {
    if (ms > 0) await delay(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}

function isOver({ status, suppressedUntil }: StandingAlert, nowMs: number): boolean {
  return status === 'suppressed' && suppressedUntil !== null && suppressedUntil.getTime() <= nowMs;
}
