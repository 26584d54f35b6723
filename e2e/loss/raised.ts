import pg from 'pg';
import { demoRuleCode } from '@dcmms/db/seed/rules.ts';

/** What the demo rule has raised so far. */
export interface Raised {
  /** Per asset, over all its alerts: an alert that is raised again is the same row with one more occurrence. */
  readonly occurrences: ReadonlyMap<string, number>;
  /** Assets with an alert that is not over. */
  readonly open: ReadonlySet<string>;
}

export async function countRaised(databaseUrl: string): Promise<Raised> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // The server may be killed at any time.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ code: string; occurrences: number; open: boolean }>(
      `select a.asset_id code, sum(l.occurrence_count)::int occurrences, bool_or(l.status in ('active', 'acknowledged', 'suppressed')) open
         from alerts l
         join alert_rules r on r.tenant_id = l.tenant_id and r.id = l.rule_id
         join assets a on a.tenant_id = l.tenant_id and a.id = l.asset_id
        where r.rule_id = $1
        group by a.asset_id`,
      [demoRuleCode],
    );
    return {
      occurrences: new Map(rows.map(({ code, occurrences }) => [code, occurrences])),
      open: new Set(rows.flatMap(({ code, open }) => (open ? [code] : []))),
    };
  } finally {
    await client.end();
  }
}
