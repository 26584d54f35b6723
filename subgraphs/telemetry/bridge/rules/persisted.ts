import { z } from 'zod';
import { unseen, type RuleState, type SeriesState, type SiteState } from './evaluate.ts';

/**
 * What `rule_states.state` keeps of a site: only series of which a rule remembers something (design §6.4). By series, with short
 * names, because it is written with every raise:
 *
 * ```json
 * { "<asset id>/<tag>": { "n": newest, "g": newest good, "r": { "<rule id>": { "p": "raised", "c": count, "s": since, "l": last } } } }
 * ```
 */
export type PersistedState = Record<string, PersistedSeries>;

interface PersistedSeries {
  readonly n: number;
  readonly g: number | null;
  readonly r: Record<string, { p: RuleState['phase']; c?: number | undefined; s?: number | undefined; l?: number | undefined }>;
}

export function persist(state: SiteState): PersistedState {
  const kept: PersistedState = {};
  for (const [name, { newestMs, newestGoodMs, rules }] of state) {
    const remembered = Object.entries(rules);
    if (remembered.length === 0) continue;
    const r = Object.fromEntries(
      remembered.map(([id, { phase, run }]) => [id, { p: phase, ...(run ? { c: run.count, s: run.sinceMs, l: run.lastMs } : {}) }]),
    );
    kept[name] = { n: Number.isFinite(newestMs) ? newestMs : 0, g: Number.isFinite(newestGoodMs) ? newestGoodMs : null, r };
  }
  return kept;
}

/** @returns undefined when the value is none of ours. */
export function restore(value: unknown): Map<string, SeriesState> | undefined {
  const parsed = schema.safeParse(value);
  if (!parsed.success) return undefined;
  return new Map(
    Object.entries(parsed.data).map(([name, { n, g, r }]) => [
      name,
      {
        newestMs: n,
        newestGoodMs: g ?? unseen.newestGoodMs,
        rules: Object.fromEntries(
          Object.entries(r).map(([id, { p, c, s, l }]): [string, RuleState] => [
            id,
            c === undefined || s === undefined || l === undefined ? { phase: p } : { phase: p, run: { count: c, sinceMs: s, lastMs: l } },
          ]),
        ),
      },
    ]),
  );
}

const schema = z.record(
  z.string(),
  z.object({
    n: z.number(),
    g: z.number().nullable(),
    r: z.record(
      z.string(),
      z.object({ p: z.enum(['idle', 'raised', 'over']), c: z.number().optional(), s: z.number().optional(), l: z.number().optional() }),
    ),
  }),
);
