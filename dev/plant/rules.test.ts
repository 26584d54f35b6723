import { assetOf, demoAssets } from '@dcmms/db/seed/assets.ts';
import { demoRuleCode, demoRules } from '@dcmms/db/seed/rules.ts';
import { siteId } from '@dcmms/db/seed/sites.ts';
import { demoTags, type DemoTag } from '@dcmms/db/seed/tags.ts';
import { tenantId } from '@dcmms/db/seed/tenants.ts';
import { evaluate, seriesName, type Sample, type SeriesState, type WatchedSeries } from '@dcmms/telemetry/bridge/rules/evaluate.ts';
import { compileRule, type Rule } from '@dcmms/telemetry/bridge/rules/rule.ts';
import { expect, test } from 'vitest';
import type { Fault } from './fault.ts';
import { createWorld, shown, type World } from './world.ts';

const dayMs = 86_400_000;

/** The demo's rules as the bridge compiles them from their rows, by tag. */
function watchedTags(stepMs: number): { tag: DemoTag; series: WatchedSeries }[] {
  const rules = demoRules.map((rule): { tenant: string; rule: Rule } => {
    const compiled = compileRule({ ...rule, tenantId: tenantId(rule.tenant), siteIds: rule.sites?.map(siteId) ?? null, assetIds: null });
    if (compiled.kind === 'unusable') throw new Error(`${rule.code}: ${compiled.faults.join('; ')}`);
    return { tenant: rule.tenant, rule: compiled.rule };
  });
  return demoTags.flatMap((tag) => {
    const { asset, metric, unit } = tag;
    const target = { siteId: siteId(asset.site), assetId: asset.id, assetType: asset.type, tag: tag.name, metric };
    const mine = rules.filter(({ tenant, rule }) => tenant === asset.tenant && rule.watches(target)).map(({ rule }) => rule);
    if (mine.length === 0) return [];
    // Steps are wider than the tags' own interval here; spans must not be broken by that.
    const spanGapMs = 3 * Math.max(tag.expectedIntervalS * 1_000, stepMs);
    const name = seriesName(asset.id, tag.name);
    return [
      {
        tag,
        series: { name, assetId: asset.id, assetCode: asset.code, tag: tag.name, metric, unit, rules: mine, spanGapMs, silenceMs: dayMs },
      },
    ];
  });
}

/** What the rules make of a stretch of the plant: `INV-07 Inverter heatsink critically hot raise`. */
function transitionsOf(world: World, fromMs: number, toMs: number, stepMs: number, sites?: readonly string[]) {
  const state = new Map<string, SeriesState>();
  const watched = watchedTags(stepMs).filter(({ tag }) => sites === undefined || sites.includes(tag.asset.site));
  const byAsset = Map.groupBy(watched, ({ tag }) => tag.asset);
  const transitions: { asset: string; severity: string; kind: string; atMs: number }[] = [];
  for (let timeMs = fromMs; timeMs < toMs; timeMs += stepMs) {
    const samples: Sample[] = [];
    for (const [asset, tags] of byAsset) {
      const readings = world.measure(asset, timeMs);
      for (const { tag, series } of tags) {
        samples.push({ series, timeMs, good: shown(tag, readings[tag.name.slice(asset.code.length + 1)] ?? Number.NaN) });
      }
    }
    const evaluated = evaluate(state, samples);
    for (const [name, next] of evaluated.changes) state.set(name, next);
    for (const { kind, rule, series, atMs } of evaluated.transitions) {
      transitions.push({ asset: series.assetCode, severity: rule.severity, kind, atMs });
    }
  }
  return transitions;
}

test.each([0, 3, 6, 10])('a healthy plant raises no alert in a whole day (month %i)', (month) => {
  const fromMs = Date.UTC(2026, month, 17);
  expect(transitionsOf(createWorld(), fromMs, fromMs + dayMs, 240_000)).toEqual([]);
});

test.each([
  ['at night', Date.UTC(2026, 0, 17, 3)],
  ['at noon', Date.UTC(2026, 6, 17, 12)],
])(
  'an inverter that overheats raises its one critical alert within a minute, and it is over soon after the fault (%s)',
  (_when, startMs) => {
    const fault: Fault = { kind: 'inverter-overheat', asset: 'INV-07', fromMs: startMs, untilMs: startMs + 300_000 };
    const world = createWorld('1', () => [fault]);
    const transitions = transitionsOf(world, startMs - 60_000, startMs + 900_000, 10_000, ['CESTAS']);
    expect(transitions).toMatchObject([
      { asset: 'INV-07', severity: 'critical', kind: 'raise' },
      { asset: 'INV-07', severity: 'critical', kind: 'clear' },
    ]);
    const [raised, cleared] = transitions.map(({ atMs }) => atMs - startMs);
    expect(raised).toBeLessThanOrEqual(60_000);
    expect(cleared).toBeGreaterThan(300_000);
    expect(cleared).toBeLessThanOrEqual(360_000);
  },
);

test('an inverter that overheats derates, and the meter and no other inverter notices', () => {
  const noonMs = Date.UTC(2026, 5, 12, 12);
  const fault: Fault = { kind: 'inverter-overheat', asset: 'INV-07', fromMs: noonMs - 300_000, untilMs: noonMs + 60_000 };
  const [well, ill] = [createWorld(), createWorld('1', () => [fault])];
  const lostOf = (code: string) => {
    const asset = assetOf('helios', code);
    return (well.measure(asset, noonMs)['ActivePower'] ?? 0) - (ill.measure(asset, noonMs)['ActivePower'] ?? 0);
  };
  expect(lostOf('INV-07')).toBeGreaterThan(300);
  expect(lostOf('MTR-01')).toBeCloseTo(lostOf('INV-07') * 0.982, 3);
  for (const other of demoAssets.filter((asset) => asset.site === 'CESTAS' && asset.type === 'inverter' && asset.code !== 'INV-07')) {
    expect(ill.measure(other, noonMs)).toEqual(well.measure(other, noonMs));
  }
});

test('the rules that the plant is held against are those of the demo', () => {
  expect(demoRules.some((rule) => rule.code === demoRuleCode)).toBe(true);
  expect(watchedTags(10_000).length).toBeGreaterThan(100);
});
