import { describe, expect, test } from 'vitest';
import {
  evaluate,
  evaluateSilence,
  seriesName,
  unseen,
  withRule,
  type Sample,
  type SeriesState,
  type SiteState,
  type WatchedSeries,
} from './evaluate.ts';
import { compileRule, type Rule, type RuleRow } from './rule.ts';

const row: RuleRow = {
  id: 'rule',
  tenantId: 'tenant',
  code: 'HOT',
  name: 'Heatsink too hot',
  category: 'equipment_fault',
  severity: 'critical',
  siteIds: null,
  assetTypes: null,
  assetIds: null,
  tagPattern: null,
  condition: { kind: 'threshold', operator: '>', value: 85, consecutive: 3 },
  clearCondition: { operator: '<', value: 80, duration_s: 10 },
};

function rule(changes: Partial<RuleRow> = {}): Rule {
  const compiled = compileRule({ ...row, ...changes });
  if (compiled.kind === 'unusable') throw new Error(compiled.faults.join('; '));
  return compiled.rule;
}

const seconds = (s: number) => s * 1000;

function series(...rules: Rule[]): WatchedSeries {
  const tag = 'INV-07.HeatsinkTemperature';
  return {
    name: seriesName('asset', tag),
    assetId: 'asset',
    assetCode: 'INV-07',
    tag,
    metric: null,
    unit: '°C',
    rules,
    spanGapMs: seconds(15),
    silenceMs: seconds(300),
  };
}

/** A site of one series, fed `[second, value]` or `[second, value, 'BAD']`. */
class Site {
  state = new Map<string, SeriesState>();
  readonly #series: WatchedSeries;

  constructor(watched: WatchedSeries) {
    this.#series = watched;
  }

  feed(...readings: (readonly [number, number, 'BAD'?])[]): string[] {
    const samples = readings.map(([at, value, quality]): Sample => ({
      series: this.#series,
      timeMs: seconds(at),
      good: quality ? null : value,
    }));
    return this.#take(evaluate(this.state, samples));
  }

  clock(now: number, listening = -1e9): string[] {
    return this.#take(evaluateSilence(this.state, [this.#series], seconds(now), seconds(listening)));
  }

  #take({ changes, transitions }: ReturnType<typeof evaluate>): string[] {
    for (const [name, state] of changes) this.state.set(name, state);
    return transitions.map(({ kind, atMs, value }) => `${kind} at ${atMs / 1000}${value === null ? '' : ` with ${value}`}`);
  }
}

describe('the demo rule: three good samples above 85, over when below 80 for 10 s', () => {
  test('is raised by the third sample in a row, at its time and with its value', () => {
    const site = new Site(series(rule()));
    expect(site.feed([0, 86], [1, 87])).toEqual([]);
    expect(site.feed([2, 91.5], [3, 95])).toEqual(['raise at 2 with 91.5']);
  });

  test('is not raised by the limit itself, nor when a good sample comes between', () => {
    const site = new Site(series(rule()));
    expect(site.feed([0, 85], [1, 85], [2, 85], [3, 86], [4, 86], [5, 84], [6, 86], [7, 86])).toEqual([]);
    expect(site.feed([8, 86])).toEqual(['raise at 8 with 86']);
  });

  test('a BAD or UNCERTAIN sample neither counts nor breaks', () => {
    const site = new Site(series(rule()));
    expect(site.feed([0, 86], [1, 99, 'BAD'], [2, 86], [3, 0, 'BAD'])).toEqual([]);
    expect(site.feed([4, 86])).toEqual(['raise at 4 with 86']);
  });

  test('the same sample delivered again counts once', () => {
    const site = new Site(series(rule()));
    expect(site.feed([0, 86], [0, 86], [1, 86], [1, 86], [0, 86])).toEqual([]);
    expect(site.feed([2, 86])).toHaveLength(1);
  });

  test('a reading older than the newest of its tag moves nothing', () => {
    const site = new Site(series(rule()));
    expect(site.feed([0, 86], [10, 86], [5, 20], [6, 99], [7, 99])).toEqual([]);
    expect(site.feed([11, 86])).toHaveLength(1);
  });

  test('counts samples however far they lie apart', () => {
    expect(new Site(series(rule())).feed([0, 86], [7_200, 86], [14_400, 86])).toHaveLength(1);
  });

  test('is over when good samples below 80 span 10 s', () => {
    const site = new Site(series(rule()));
    site.feed([0, 90], [1, 90], [2, 90]);
    expect(site.feed([3, 79], [8, 70], [12.9, 79.9])).toEqual([]);
    expect(site.feed([13, 79])).toEqual(['clear at 13 with 79']);
  });

  test('is not over while a sample lies between the limits, and starts its span anew', () => {
    const site = new Site(series(rule()));
    site.feed([0, 90], [1, 90], [2, 90]);
    expect(site.feed([3, 79], [9, 82], [10, 79], [19, 79])).toEqual([]);
    expect(site.feed([20, 79])).toHaveLength(1);
  });

  test('is not over by two samples with a hole between them', () => {
    const site = new Site(series(rule()));
    site.feed([0, 90], [1, 90], [2, 90]);
    expect(site.feed([3, 79], [18.1, 79], [27, 79])).toEqual([]);
    expect(site.feed([28.1, 79])).toHaveLength(1);
  });

  test('a bad sample within the span does not break it, and does not bridge a hole either', () => {
    const site = new Site(series(rule()));
    site.feed([0, 90], [1, 90], [2, 90]);
    expect(site.feed([3, 79], [8, 150, 'BAD'], [13, 79])).toHaveLength(1);
    const other = new Site(series(rule()));
    other.feed([0, 90], [1, 90], [2, 90]);
    expect(other.feed([3, 79], [12, 79, 'BAD'], [21, 79])).toEqual([]);
  });

  test('silence ends nothing', () => {
    const site = new Site(series(rule()));
    site.feed([0, 90], [1, 90], [2, 90], [3, 79]);
    expect(site.clock(1e6)).toEqual([]);
    expect(site.feed([100_000, 79])).toEqual([]);
  });

  test('is raised again by three new samples', () => {
    const site = new Site(series(rule()));
    expect(site.feed([0, 90], [1, 90], [2, 90], [3, 70], [13, 70], [14, 90], [15, 90], [16, 90])).toEqual([
      'raise at 2 with 90',
      'clear at 13 with 70',
      'raise at 16 with 90',
    ]);
  });
});

describe('conditions', () => {
  test('a duration needs samples that span it', () => {
    const watched = series(rule({ condition: { operator: '>=', value: 100, duration_s: 60 } }));
    const site = new Site(watched);
    const every10s = Array.from({ length: 7 }, (_, index) => [index * 10, 100] as const);
    expect(site.feed(...every10s.slice(0, 6))).toEqual([]);
    expect(site.feed([60, 100])).toEqual(['raise at 60 with 100']);
  });

  test('without a clear condition it is over when the condition was false for twice the duration', () => {
    const site = new Site(series(rule({ condition: { operator: '>', value: 5, duration_s: 10 }, clearCondition: null })));
    site.feed([0, 9], [10, 9]);
    expect(site.feed([20, 1], [30, 1], [39, 1])).toEqual([]);
    expect(site.feed([40, 1])).toEqual(['clear at 40 with 1']);
  });

  test('without a clear condition a count of samples is answered by the same count', () => {
    const site = new Site(series(rule({ clearCondition: null })));
    site.feed([0, 90], [1, 90], [2, 90]);
    expect(site.feed([3, 85], [4, 85])).toEqual([]);
    expect(site.feed([5, 85])).toHaveLength(1);
  });

  test.each([
    [{ operator: '<', value: 1 }, [0.9], [1]],
    [{ operator: '<=', value: 1 }, [1], [1.1]],
    [{ operator: '==', value: 1 }, [1], [0]],
    [{ operator: '!=', value: 1 }, [0], [1]],
    [{ operator: 'between', values: [1, 2] }, [1, 1.5, 2], [0.9, 2.1]],
    [{ operator: 'inside', values: [1, 2] }, [1, 2], [0.9, 2.1]],
    [{ operator: 'outside', values: [1, 2] }, [0.9, 2.1], [1, 2]],
    [{ operator: 'in', values: [3, 5] }, [3, 5], [4]],
  ])('%j holds for %j and not for %j', (condition, inside, outside) => {
    for (const value of inside) expect(new Site(series(rule({ condition }))).feed([0, value])).toHaveLength(1);
    for (const value of outside) expect(new Site(series(rule({ condition }))).feed([0, value])).toEqual([]);
  });

  test.each([
    { kind: 'anomaly' },
    { operator: '>', values: [1, 2] },
    { operator: 'between', value: 1 },
    { operator: '>', value: 1, aggregation: 'avg', window_s: 300 },
    { operator: '>', value: '85' },
    null,
  ])('%j is refused with its faults, not evaluated as something else', (condition) => {
    const compiled = compileRule({ ...row, condition });
    expect(compiled.kind === 'unusable' && compiled.faults.length).toBeGreaterThan(0);
  });

  test('a rule watches what its scope names', () => {
    const target = { siteId: 's', assetId: 'a', assetType: 'inverter', tag: 'INV-07.HeatsinkTemperature', metric: 'heatsink_c' };
    const watches = (changes: Partial<RuleRow>) => rule(changes).watches(target);
    expect(
      [
        {},
        { siteIds: ['s'] },
        { siteIds: [] },
        { assetTypes: ['inverter', 'pcs'] },
        { assetIds: ['a'] },
        { tagPattern: '*.HeatsinkTemperature' },
        { tagPattern: 'INV-%' },
        { tagPattern: 'INV-?7.*' },
      ].map(watches),
    ).not.toContain(false);
    expect(
      [
        { siteIds: ['t'] },
        { assetTypes: ['turbine'] },
        { assetIds: ['b'] },
        { tagPattern: 'HeatsinkTemperature' },
        { tagPattern: '*.HeatsinkTemp' },
        { tagPattern: 'INV-?.*' },
        { tagPattern: 'INV-0.*' },
      ].map(watches),
    ).not.toContain(true);
    const condition = { operator: '>', value: 1 };
    expect(
      [{ tag: 'HeatsinkTemperature' }, { tag: 'INV-07.HeatsinkTemperature' }, { metric: 'heatsink_c' }].map((watched) =>
        watches({ condition: { ...condition, ...watched } }),
      ),
    ).not.toContain(false);
    expect(
      [{ tag: 'Temperature' }, { metric: 'power' }].map((watched) => watches({ condition: { ...condition, ...watched } })),
    ).not.toContain(true);
  });
});

describe('missing data', () => {
  const silence = rule({ condition: { kind: 'missing_data', max_gap_s: 60 }, clearCondition: null });

  test('is raised by the clock, from the last good sample on, once', () => {
    const site = new Site(series(silence));
    site.feed([100, 5], [110, 5, 'BAD']);
    expect(site.clock(159)).toEqual([]);
    expect(site.clock(175)).toEqual(['raise at 160']);
    expect(site.clock(500)).toEqual([]);
  });

  test('is over with the next good sample, not with a bad one', () => {
    const site = new Site(series(silence));
    site.feed([100, 5]);
    site.clock(200);
    expect(site.feed([210, 5, 'BAD'])).toEqual([]);
    expect(site.feed([220, 5])).toEqual(['clear at 220 with 5']);
  });

  test('is not raised for a quantity that was never heard, nor for the time before we listened', () => {
    const site = new Site(series(silence));
    expect(site.clock(1e6)).toEqual([]);
    site.feed([100, 5]);
    expect(site.clock(1_000, 950)).toEqual([]);
    expect(site.clock(1_010, 950)).toEqual(['raise at 1010']);
  });

  test('takes three expected intervals when the rule says nothing', () => {
    const site = new Site(series(rule({ condition: { kind: 'missing_data' }, clearCondition: null })));
    site.feed([100, 5]);
    expect(site.clock(399)).toEqual([]);
    expect(site.clock(400)).toHaveLength(1);
  });
});

describe('whatever is repeated', () => {
  function seeded(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  }
  const rules = [
    rule(),
    rule({ id: 'slow', condition: { operator: '>', value: 82, duration_s: 20, consecutive: 2 }, clearCondition: null }),
    rule({ id: 'one', condition: { operator: 'outside', values: [70, 90] }, clearCondition: null }),
  ];

  /** All transitions of a run, as text, together with the state it ends in. */
  function run(batches: readonly (readonly Sample[])[]): { told: string[]; state: SiteState } {
    const state = new Map<string, SeriesState>();
    const told = batches.flatMap((batch) => {
      const { changes, transitions } = evaluate(state, batch);
      for (const [name, next] of changes) state.set(name, next);
      return transitions.map(({ kind, rule: { id }, series: { name }, atMs, value }) => `${kind} ${id} ${name} ${atMs} ${value}`);
    });
    return { told, state };
  }

  test.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'and however it is cut into batches, the transitions are the same (seed %i)',
    (seed) => {
      const random = seeded(seed);
      const watched = [1, 2, 3].map((number): WatchedSeries => ({ ...series(...rules), name: `asset ${number}` }));
      const times = new Map<WatchedSeries, number>();
      const values = new Map<WatchedSeries, number>();
      const samples = Array.from({ length: 400 }, (): Sample => {
        const one = watched[Math.floor(random() * 3)] ?? series();
        const timeMs = (times.get(one) ?? 0) + Math.ceil(random() * (random() < 0.05 ? 40_000 : 6_000));
        const value = Math.min(95, Math.max(65, (values.get(one) ?? 80) + (random() - 0.5) * 12));
        times.set(one, timeMs);
        values.set(one, value);
        return { series: one, timeMs, good: random() < 0.1 ? null : value };
      });
      const once = run([samples]);
      expect(once.told.length).toBeGreaterThan(10);
      // Anything delivered before comes again, anywhere; and the cuts between batches fall anywhere.
      const repeated: Sample[][] = [[]];
      for (const [index, sample] of samples.entries()) {
        if (random() < 0.2) repeated.push([]);
        repeated.at(-1)?.push(sample);
        while (random() < 0.4) {
          const again = samples[Math.floor(random() * (index + 1))];
          if (again) repeated.at(-1)?.push(again);
        }
      }
      const twice = run(repeated);
      expect(twice.told).toEqual(once.told);
      expect(twice.state).toEqual(once.state);
    },
  );

  test('evaluating changes nothing of the state it is given', () => {
    const state: SiteState = new Map([
      [
        'asset/INV-07.HeatsinkTemperature',
        { ...unseen, newestMs: 0, rules: withRule({}, 'rule', { phase: 'idle', run: { count: 2, sinceMs: 0, lastMs: 0 } }) },
      ],
    ]);
    const before = structuredClone(state);
    const { transitions } = evaluate(state, [{ series: series(rule()), timeMs: 1_000, good: 99 }]);
    expect(transitions).toHaveLength(1);
    expect(state).toEqual(before);
  });
});
