import { ruleStates } from '@dcmms/db/telemetry/rule-states.ts';
import type { Database, Rows } from '@dcmms/runtime/database/database.ts';
import { and, eq, sql } from 'drizzle-orm';
import { asBridge, rowsOf } from '../database.ts';
import { withRule, type Evaluation, type SeriesState, type SiteState, type Transition } from '../rules/evaluate.ts';
import { persist, restore } from '../rules/persisted.ts';
import { clearAlert } from './clear.ts';
import { raiseAlert } from './raise.ts';

/** What the database remembers of a site's rules. */
export interface KeptState {
  /** Of the last record that is part of the state; 0 when there is none yet. */
  readonly position: number;
  readonly state: Map<string, SeriesState>;
}

/** Somebody else has written the site's state since it was read: it has to be read again. */
export class PositionMoved extends Error {
  override readonly name = 'PositionMoved';
}

export async function loadSiteState(database: Database, tenantId: string, siteId: string): Promise<KeptState> {
  const [row] = await rowsOf(database, tenantId)
    .select({ position: ruleStates.position, state: ruleStates.state })
    .from(ruleStates)
    .where(and(eq(ruleStates.tenantId, tenantId), eq(ruleStates.siteId, siteId)));
  return { position: row?.position ?? 0, state: restore(row?.state) ?? new Map() };
}

/** A step of a site from one position of the journal to a later one. */
export interface Step {
  readonly tenantId: string;
  readonly siteId: string;
  readonly from: number;
  readonly to: number;
  readonly before: SiteState;
  readonly evaluation: Evaluation;
}

/**
 * Writes a step in one transaction: alerts, open alerts, events, and the site's state with its position, compared with the position
 * it was read at. So a step that was written already cannot be written again, whoever repeats it.
 *
 * @returns What else has changed of the state, because an alert was suppressed when its condition ended.
 * @throws PositionMoved when the site is no longer where it was.
 */
export async function writeStep(database: Database, step: Step): Promise<Map<string, SeriesState>> {
  const { tenantId, siteId, evaluation } = step;
  const changes = await database.transaction(asBridge(tenantId, 'evaluateRules'), async (rows) => {
    const changes = new Map(evaluation.changes);
    for (const transition of evaluation.transitions) {
      if (transition.kind === 'raise') await raiseAlert(rows, siteId, transition);
      else if ((await clearAlert(rows, transition)) === 'over') markOver(changes, step.before, transition);
    }
    await writeState(rows, step, changes);
    return changes;
  });
  if (evaluation.transitions.length > 0) database.notifySoon();
  return changes;
}

function markOver(changes: Map<string, SeriesState>, before: SiteState, { rule, series }: Transition): void {
  const state = changes.get(series.name) ?? before.get(series.name);
  // Raised again later in the same step: then it is not over.
  if (!state || state.rules[rule.id]?.phase === 'raised') return;
  const run = state.rules[rule.id]?.run;
  changes.set(series.name, { ...state, rules: withRule(state.rules, rule.id, run ? { phase: 'over', run } : { phase: 'over' }) });
}

async function writeState(rows: Rows, { tenantId, siteId, from, to, before }: Step, changes: SiteState): Promise<void> {
  const state = JSON.stringify(persist(new Map([...before, ...changes])));
  const written = await rows.execute(sql`/* bridge_rule_state */ insert into rule_states (tenant_id, site_id, position, state)
    values (${tenantId}, ${siteId}, ${to}, ${state}::jsonb)
    on conflict (tenant_id, site_id) do update set position = excluded.position, state = excluded.state, updated_at = now()
    where rule_states.position = ${from}
    returning position`);
  if (written.rows.length === 0) throw new PositionMoved(`the rules of site ${siteId} are no longer at position ${from}`);
}
