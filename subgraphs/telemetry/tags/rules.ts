import DataLoader from 'dataloader';
import { eq, sql } from 'drizzle-orm';
import { assets } from '@dcmms/db/sites/assets.ts';
import { alertRules, alertSeverities } from '@dcmms/db/telemetry/alert-rules.ts';
import { sensorMappings } from '@dcmms/db/telemetry/sensor-mappings.ts';
import { anyOf } from '@dcmms/runtime/guard.ts';
import type { Operation } from '@dcmms/runtime/operation.ts';
import { ruleRows } from '../alert-rules/reach.ts';
import { compileRule } from '../bridge/rules/rule.ts';
import type { AlertRuleRow, TagRow } from '../rows.ts';
import { tagRows } from './reach.ts';

/** Rules of a tenant that are switched on, at most; beyond them somebody has made one for each tag. */
const rulesMax = 2_000;

/**
 * The rules that watch a tag and are switched on, the worst first; those of all tags of one tick together. The bridge's own code
 * tells whether a rule watches, so that nobody is shown another limit than the one that raises.
 */
export function rulesOfTag(op: Operation, tag: TagRow): Promise<AlertRuleRow[]> {
  const loader = op.once(
    'rules of tags',
    () => new DataLoader((tags: readonly TagRow[]) => watching(op, tags), { cacheKeyFn: ({ id }) => id }),
  );
  return loader.load(tag);
}

async function watching(op: Operation, tags: readonly TagRow[]): Promise<AlertRuleRow[][]> {
  const [rows, types] = await Promise.all([
    op.read.find(ruleRows, 'read:alerts', { where: eq(alertRules.enabled, true), limit: rulesMax }),
    assetTypesOf(op, tags),
  ]);
  const rules = rows
    .toSorted((one, other) => rank(other) - rank(one))
    .flatMap((row) => {
      const compiled = compileRule(row);
      return compiled.kind === 'rule' ? [{ row, rule: compiled.rule }] : [];
    });
  return tags.map(({ siteId, assetId, name, metric }) => {
    const target = { siteId, assetId, assetType: types.get(assetId) ?? '', tag: name, metric };
    return rules.flatMap(({ row, rule }) => (rule.watches(target) ? [row] : []));
  });
}

function rank({ severity }: AlertRuleRow): number {
  return alertSeverities.indexOf(severity);
}

async function assetTypesOf(op: Operation, tags: readonly TagRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(tags.map(({ assetId }) => assetId))];
  const found = await op.read.query<{ readonly id: string; readonly type: string }>(
    'asset_types_of_tags',
    tagRows,
    'read:telemetry',
    (scope) => sql`select distinct ${assets.id} as id, ${assets.type} as type
      from ${sensorMappings} join ${assets} on ${assets.id} = ${sensorMappings.assetId}
      where ${anyOf(sensorMappings.assetId, ids)} and ${scope}`,
  );
  return new Map(found.map(({ id, type }) => [id, type]));
}
