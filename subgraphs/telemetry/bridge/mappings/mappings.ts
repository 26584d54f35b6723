import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { seriesName, type WatchedSeries } from '../rules/evaluate.ts';
import { compileRule, type Rule } from '../rules/rule.ts';
import { keepFacts, readFacts } from './kept.ts';
import { loadFingerprint, loadTenant, loadTenants, type TenantFacts } from './load.ts';
import { toSeries, type Series, type SiteMapping } from './mapping.ts';

export interface MappingsSettings {
  readonly database: Database;
  /** Where the last known state is kept, so that a start without the database still knows its tags. */
  readonly keptIn: string;
  readonly log: Log;
  /** How often a tenant that sends is compared with the database; one that is silent twelve times less often. */
  readonly pollMs?: number;
  /** How long whoever needs what the database has now waits for it. */
  readonly patienceMs?: number;
}

/** What the rules need of a site. */
export interface SiteRules {
  readonly tenantId: string;
  readonly siteId: string;
  readonly siteCode: string;
  /** By series name; only what a rule watches. */
  readonly watched: ReadonlyMap<string, WatchedSeries>;
}

/** A tenant that is being compared with the database: whether that told, and whether it told soon enough. */
interface Comparison {
  readonly told: Promise<boolean>;
  readonly toldSoon: Promise<boolean>;
}

interface Known {
  readonly facts: TenantFacts;
  readonly rules: readonly Rule[];
  readonly unusable: number;
  checkedMs: number;
}

/**
 * What the bridge knows of every tenant's sites, tags and rules: looked up for every reading, read from the database when it is
 * new, changed or missing, without a restart. While the database is away the last known state serves.
 */
export class Mappings {
  readonly #settings: Required<MappingsSettings>;
  readonly #tenants = new Map<string, Known>();
  readonly #sites = new Map<string, SiteMapping>();
  readonly #siteRules = new Map<string, SiteRules>();
  readonly #activeMs = new Map<string, number>();
  readonly #refreshing = new Map<string, Comparison>();
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;
  #listedMs = Number.NEGATIVE_INFINITY;
  #trouble: string | undefined;
  #keeping: Promise<void> = Promise.resolve();
  #closed = false;
  readonly #heard = Promise.withResolvers<void>();

  constructor(settings: MappingsSettings) {
    this.#settings = { pollMs: 5_000, patienceMs: 2_000, ...settings };
  }

  /** Takes what was kept, then what the database has now; does not wait for a database that is away, nor long for one that hangs. */
  async start(): Promise<void> {
    try {
      const kept = await readFacts(this.#settings.keptIn);
      for (const facts of kept) this.#learn(facts, 0);
      if (kept.length > 0) this.#heard.resolve();
    } catch (error) {
      // Of another release, or damaged: the database has the truth.
      this.#settings.log.warn({ err: error }, 'the mappings kept on disk cannot be used');
    }
    await Promise.race([this.poll(), delay(this.#settings.patienceMs, undefined, { ref: false })]);
    this.#timer = setInterval(() => void this.poll(), this.#settings.pollMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#closed = true;
    await this.#polling;
    await this.#keeping;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Resolves when it can be told from what is known which tenants and sites there are. */
  get heard(): Promise<void> {
    return this.#heard.promise;
  }

  site(siteId: string): SiteMapping | undefined {
    return this.#sites.get(siteId);
  }

  /** The site that a topic names; undefined when there is none of that name. */
  siteOf(tenantCode: string, siteCode: string): SiteMapping | undefined {
    for (const site of this.#sites.values()) if (site.siteCode === siteCode && site.tenantCode === tenantCode) return site;
    return undefined;
  }

  /** The tenant of a code. */
  tenantOf(tenantCode: string): string | undefined {
    for (const { facts } of this.#tenants.values()) if (facts.tenantCode === tenantCode) return facts.tenantId;
    return undefined;
  }

  /** The rules of a site; undefined for a site that is not known. */
  rulesOf(siteId: string): SiteRules | undefined {
    return this.#siteRules.get(siteId);
  }

  get sites(): Iterable<SiteRules> {
    return this.#siteRules.values();
  }

  get tenantIds(): string[] {
    return [...this.#tenants.keys()];
  }

  /** Rules that cannot be evaluated as they are written. */
  get unusableRules(): number {
    return [...this.#tenants.values()].reduce((sum, { unusable }) => sum + unusable, 0);
  }

  /** Why the database cannot be asked just now. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Says that a tenant sends: it is compared with the database more often. */
  touch(tenantId: string): void {
    this.#activeMs.set(tenantId, Date.now());
  }

  /**
   * Makes sure that what is known is what the database had at `sinceMs` or later. Never fails: while the database is away the last
   * known state stays. Nor does one that hangs hold anybody up, but for `patienceMs` whoever finds it out.
   *
   * @returns false when nothing is known of the tenant, and only because the database does not tell.
   */
  async refresh(tenantId: string, sinceMs: number): Promise<boolean> {
    let told = false;
    // One that runs already may have read before that instant; the second one has not.
    for (let round = 0; round < 2; round += 1) {
      const known = this.#tenants.get(tenantId);
      if (known && known.checkedMs >= sinceMs) return true;
      const comparison = this.#refreshing.get(tenantId) ?? this.#begin(tenantId);
      told = await (known ? comparison.toldSoon : comparison.told);
      if (!told) break;
    }
    return told || this.#tenants.has(tenantId);
  }

  #begin(tenantId: string): Comparison {
    const told = this.#compare(tenantId);
    const comparison = { told, toldSoon: Promise.race([told, delay(this.#settings.patienceMs, false, { ref: false })]) };
    this.#refreshing.set(tenantId, comparison);
    return comparison;
  }

  /** Compares every tenant whose turn it is. */
  poll(): Promise<void> {
    this.#polling ??= this.#pollAll().finally(() => (this.#polling = undefined));
    return this.#polling;
  }

  async #pollAll(): Promise<void> {
    const now = Date.now();
    const slowMs = this.#settings.pollMs * 12;
    if (now - this.#listedMs >= slowMs) {
      try {
        const listed = new Set(await loadTenants(this.#settings.database));
        this.#listedMs = now;
        for (const tenantId of this.#tenants.keys()) if (!listed.has(tenantId)) this.#forget(tenantId);
        let told = true;
        for (const tenantId of listed) if (!this.#tenants.has(tenantId)) told = (await this.refresh(tenantId, now)) && told;
        if (told) this.#heard.resolve();
        else this.#listedMs = Number.NEGATIVE_INFINITY;
      } catch (error) {
        this.#troubled(error);
        return;
      }
    }
    for (const [tenantId, { checkedMs }] of this.#tenants) {
      const active = now - (this.#activeMs.get(tenantId) ?? Number.NEGATIVE_INFINITY) < 60_000;
      // A little less than the period, or every other turn would be missed by a millisecond.
      if (now - checkedMs >= (active ? this.#settings.pollMs : slowMs) * 0.9) await this.refresh(tenantId, now);
    }
  }

  async #compare(tenantId: string): Promise<boolean> {
    const { database } = this.#settings;
    try {
      const known = this.#tenants.get(tenantId);
      const checkedMs = Date.now();
      if (known && known.facts.fingerprint === (await loadFingerprint(database, tenantId))) {
        known.checkedMs = checkedMs;
      } else {
        const facts = await loadTenant(database, tenantId);
        if (facts) this.#learn(facts, checkedMs);
        else this.#forget(tenantId);
        this.#keep();
      }
      this.#trouble = undefined;
      return true;
    } catch (error) {
      this.#troubled(error);
      return false;
    } finally {
      this.#refreshing.delete(tenantId);
    }
  }

  #troubled(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (this.#trouble === undefined)
      this.#settings.log.warn({ err: error }, 'the mappings cannot be read; going on with those that are known');
    this.#trouble = `the mappings cannot be read: ${message}`;
  }

  #learn(facts: TenantFacts, checkedMs: number): void {
    const before = this.#tenants.get(facts.tenantId)?.facts;
    for (const { siteId } of before?.sites ?? []) if (!facts.sites.some((site) => site.siteId === siteId)) this.#forgetSite(siteId);
    const compiled = facts.rules.map((row) => ({ row, ...compileRule(row) }));
    const rules = compiled.flatMap((one) => (one.kind === 'rule' ? [one.rule] : []));
    for (const one of compiled) {
      if (one.kind === 'unusable')
        this.#settings.log.warn(
          { tenant: facts.tenantCode, rule: one.row.code, faults: one.faults },
          'an alert rule cannot be evaluated as it is written',
        );
    }
    this.#tenants.set(facts.tenantId, { facts, rules, unusable: compiled.length - rules.length, checkedMs });
    const bySite = Map.groupBy(facts.mappings, ({ siteId }) => siteId);
    for (const { siteId, siteCode } of facts.sites) {
      const old = this.#sites.get(siteId)?.byTag;
      const series = (bySite.get(siteId) ?? []).map((row) => toSeries(row, sameMapping(old?.get(row.tag), row.mappingId)));
      const { tenantId, tenantCode } = facts;
      this.#sites.set(siteId, { tenantId, tenantCode, siteId, siteCode, byTag: new Map(series.map((one) => [one.tag, one])) });
      this.#siteRules.set(siteId, { tenantId, siteId, siteCode, watched: watchedBy(rules, series) });
    }
  }

  #forget(tenantId: string): void {
    for (const { siteId } of this.#tenants.get(tenantId)?.facts.sites ?? []) this.#forgetSite(siteId);
    this.#tenants.delete(tenantId);
  }

  #forgetSite(siteId: string): void {
    this.#sites.delete(siteId);
    this.#siteRules.delete(siteId);
  }

  #keep(): void {
    const { keptIn, log } = this.#settings;
    const facts = [...this.#tenants.values()].map((known) => known.facts);
    this.#keeping = this.#keeping
      .then(() => keepFacts(keptIn, facts))
      .catch((error: unknown) => log.warn({ err: error }, 'the mappings cannot be kept on disk'));
  }
}

function sameMapping(series: Series | undefined, mappingId: string): Series | undefined {
  return series?.mappingId === mappingId ? series : undefined;
}

function watchedBy(rules: readonly Rule[], all: readonly Series[]): Map<string, WatchedSeries> {
  const watched = new Map<string, WatchedSeries>();
  for (const series of all) {
    const mine = rules.filter((rule) => rule.watches(series));
    if (mine.length === 0) continue;
    const { assetId, assetCode, tag, metric, unit, expectedIntervalS } = series;
    const name = seriesName(assetId, tag);
    const spanGapMs = expectedIntervalS === null ? 60_000 : expectedIntervalS * 3_000;
    const silenceMs = expectedIntervalS === null ? 300_000 : expectedIntervalS * 3_000;
    watched.set(name, { name, assetId, assetCode, tag, metric, unit, rules: mine, spanGapMs, silenceMs });
  }
  return watched;
}
