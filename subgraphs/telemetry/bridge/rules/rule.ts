import {
  comparison,
  conditionSchema,
  clearConditionSchema,
  inWords,
  type ClearCondition,
  type Operator,
  type Threshold,
} from './condition.ts';

/** A row of `alert_rules`, as the database gives it. */
export interface RuleRow {
  readonly id: string;
  readonly tenantId: string;
  readonly code: string;
  readonly name: string;
  readonly category: string;
  readonly severity: string;
  readonly siteIds: readonly string[] | null;
  readonly assetTypes: readonly string[] | null;
  readonly assetIds: readonly string[] | null;
  readonly tagPattern: string | null;
  readonly condition: unknown;
  readonly clearCondition: unknown;
}

/** How long a comparison has to hold: this many good samples in a row, over this much of their own time. */
export interface Hold {
  readonly consecutive: number;
  readonly durationMs: number;
}

interface RuleHead {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly category: string;
  readonly severity: string;
  /** Whether the rule watches a measured quantity. */
  watches(target: Target): boolean;
}

export interface ThresholdRule extends RuleHead {
  readonly kind: 'threshold';
  readonly holds: (value: number) => boolean;
  readonly raise: Hold;
  readonly isOver: (value: number) => boolean;
  readonly clear: Hold;
  /** The limit that a value crossed; null when there is no single one. */
  limitOf(value: number): number | null;
  readonly unit: string | undefined;
  /** `above 85 °C`, with the rule's unit or else the tag's. */
  inWords(unit: string | null): string;
}

export interface MissingDataRule extends RuleHead {
  readonly kind: 'missing_data';
  readonly gapMs: number | undefined;
}

export type Rule = ThresholdRule | MissingDataRule;

/** What a rule looks at to tell whether a measured quantity is within its scope. */
export interface Target {
  readonly siteId: string;
  readonly assetId: string;
  readonly assetType: string;
  readonly tag: string;
  readonly metric: string | null;
}

/** The rule ready to be evaluated, or every reason why the bridge cannot. */
export type CompiledRule =
  { readonly kind: 'rule'; readonly rule: Rule } | { readonly kind: 'unusable'; readonly faults: readonly string[] };

export function compileRule(row: RuleRow): CompiledRule {
  const condition = conditionSchema.safeParse(row.condition);
  const clear = clearConditionSchema.nullable().safeParse(row.clearCondition ?? null);
  if (!condition.success || !clear.success) {
    const faults = [...(condition.error?.issues ?? []), ...(clear.error?.issues ?? [])];
    return {
      kind: 'unusable',
      faults: faults.map((fault) => [fault.path.join('.'), fault.message].filter((part) => part !== '').join(': ')),
    };
  }
  const { id, tenantId, name, category, severity } = row;
  const head: RuleHead = { id, tenantId, name, category, severity, watches: scope(row, condition.data) };
  if (condition.data.kind === 'missing_data') {
    const { max_gap_s: gapS } = condition.data;
    return { kind: 'rule', rule: { ...head, kind: 'missing_data', gapMs: gapS === undefined ? undefined : gapS * 1000 } };
  }
  return { kind: 'rule', rule: { ...head, ...thresholdRule(condition.data, clear.data) } };
}

function thresholdRule(condition: Threshold, clear: ClearCondition | null): Omit<ThresholdRule, keyof RuleHead> {
  const holds = comparison(condition);
  const raise = hold(condition);
  return {
    kind: 'threshold',
    holds,
    raise,
    isOver: clear ? comparison(clear) : (value) => !holds(value),
    // Without a condition of its own an alarm is over when its condition was false for twice the duration (domain reference, 5.2).
    clear: clear ? hold(clear) : { consecutive: raise.consecutive, durationMs: raise.durationMs * 2 },
    limitOf: (value) => condition.value ?? crossed(condition.operator, condition.values, value),
    unit: condition.unit,
    inWords: (unit) => inWords(condition, condition.unit ?? unit),
  };
}

function hold(given: { consecutive?: number | undefined; duration_s?: number | undefined }): Hold {
  return { consecutive: given.consecutive ?? 1, durationMs: (given.duration_s ?? 0) * 1000 };
}

function crossed(operator: Operator, [low, high]: readonly number[] = [], value: number): number | null {
  if (operator !== 'outside' || low === undefined || high === undefined) return null;
  return value < low ? low : high;
}

function scope(row: RuleRow, condition: { tag?: string | undefined; metric?: string | undefined }): (target: Target) => boolean {
  const pattern = row.tagPattern ? glob(row.tagPattern) : undefined;
  const among = (list: readonly string[] | null, value: string) => !list || list.length === 0 || list.includes(value);
  return (target) =>
    among(row.siteIds, target.siteId) &&
    among(row.assetIds, target.assetId) &&
    among(row.assetTypes, target.assetType) &&
    (!pattern || pattern.test(target.tag)) &&
    (condition.metric === undefined || condition.metric === target.metric) &&
    (condition.tag === undefined || condition.tag === target.tag || target.tag.endsWith(`.${condition.tag}`));
}

/** `*.HeatsinkTemperature`: a star (or SQL's %) stands for any run of characters, ? for one, everything else for itself. */
function glob(pattern: string): RegExp {
  const source = pattern.replace(/[*%]+|\?|[\\^$.|+()[\]{}]/g, (found) =>
    found === '?' ? '.' : /^[*%]/.test(found) ? '.*' : `\\${found}`,
  );
  return new RegExp(`^${source}$`, 's');
}
