import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '@dcmms/runtime/database/database.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Journal } from '../journal/journal.ts';
import { Mappings } from '../mappings/mappings.ts';
import { withCutOff, type CutOffDatabase } from '../testing/cut-off.ts';
import { appendReadings, type TestReading } from '../testing/readings.ts';
import { createTestSite, createTestStore, silent, type TestSite, type TestStore } from '../testing/site.ts';
import { RuleEvaluator, type EvaluatorSettings } from './evaluator.ts';

let store: TestStore;
let way: CutOffDatabase;
let database: Database;
let site: TestSite;
let folder: string;
let journal: Journal;
let mappings: Mappings;
let evaluator: RuleEvaluator;

beforeAll(async () => {
  store = await createTestStore();
  way = await withCutOff(store.url);
  database = new Database({ url: way.url, name: 'evaluator test', log: silent, connectionsMax: 3 });
});
afterAll(async () => {
  await database.close();
  await way[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
});
beforeEach(async () => {
  site = await createTestSite(store.admin);
  folder = await mkdtemp(join(tmpdir(), 'rules-'));
  mappings = new Mappings({ database: store.database, keptIn: join(folder, 'mappings.json'), log: silent, pollMs: 100 });
  await mappings.start();
  await open();
});
afterEach(async () => {
  way.mend();
  await evaluator.close();
  await journal.close();
  await mappings.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(settings: Partial<EvaluatorSettings> = {}): Promise<void> {
  journal = await Journal.open({ folder, consumers: ['rules'], bytesMax: 64 * 1024 * 1024, log: silent });
  evaluator = new RuleEvaluator({
    consumer: journal.consumer('rules'),
    journal,
    mappings,
    database,
    keptIn: join(folder, 'newest.json'),
    log: silent,
    lookEveryMs: 50,
    checkpointEveryMs: 100,
    ...settings,
  });
  evaluator.start();
}

async function restart(settings: Partial<EvaluatorSettings> = {}): Promise<void> {
  await evaluator.close();
  await journal.close();
  await open(settings);
}

/** Kills nothing, but leaves on disk what a kill before the next checkpoint leaves: an old position and no newest times. */
async function crash(): Promise<void> {
  await evaluator.close();
  await journal.close();
  await writeFile(join(folder, 'rules.position'), '0\n');
  await rm(join(folder, 'newest.json'), { force: true });
  await open();
}

const start = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
const heat = (...readings: (readonly [second: number, value: number | null, quality?: 'BAD'])[]): Promise<number> =>
  appendReadings(
    journal,
    site,
    readings.map(
      ([second, value, quality]): TestReading =>
        [site.heat, start + second * 1000, value, ...(quality ? [quality] : ([] as const))] as TestReading,
    ),
  );
const at = (second: number) => new Date(start + second * 1000);

const raise = (from = 0) => heat([from, 90], [from + 1, 91], [from + 2, 92.5]);
const clear = (from: number) => heat([from, 70], [from + 10, 70]);

interface StoredAlert {
  id: string;
  status: string;
  value: number;
  occurrence_count: number;
  triggered_at: Date;
  last_occurrence_at: Date;
  resolved_at: Date | null;
  acknowledged_at: Date | null;
  resolved_automatically: boolean;
  dedup_key: string;
}

const alerts = async () =>
  (await store.admin.query<StoredAlert>('select * from alerts where tenant_id = $1 order by id', [site.tenantId])).rows;
const open_ = async () =>
  (await store.admin.query<{ alert_id: string }>('select alert_id from open_alerts where tenant_id = $1', [site.tenantId])).rows.map(
    (row) => row.alert_id,
  );
const events = async () =>
  (
    await store.admin.query<{ payload: Record<string, unknown> }>(
      `select payload from outbox where tenant_id = $1 and topic = 'alert' order by xid, id`,
      [site.tenantId],
    )
  ).rows.map(({ payload }) => payload);
const said = async () => (await events()).map(({ status, occurrenceCount }) => `${String(status)} ${String(occurrenceCount)}`);
const statuses = async () => (await alerts()).map(({ status }) => status);
async function evaluated(): Promise<void> {
  await expect.poll(() => journal.consumer('rules').lag, { timeout: 10_000 }).toBe(0);
}

describe('readings become alerts', () => {
  test('a raise is one alert with what was found, open, told, at the time of the reading that completed it', async () => {
    await raise();
    await expect.poll(alerts).toMatchObject([
      {
        tenant_id: site.tenantId,
        rule_id: site.ruleId,
        rule_name: 'Heatsink critically hot',
        category: 'equipment_fault',
        severity: 'critical',
        status: 'active',
        site_id: site.siteId,
        asset_id: site.heat.assetId,
        tag: site.heat.tag,
        metric: 'heatsink_c',
        value: 92.5,
        threshold: 85,
        unit: '°C',
        title: `Heatsink critically hot: ${site.heat.asset}`,
        message: `${site.heat.tag} is 92.5 °C, above 85 °C in 3 good readings in a row.`,
        triggered_at: at(2),
        last_occurrence_at: at(2),
        occurrence_count: 1,
        dedup_key: `${site.ruleId}/${site.heat.assetId}/${site.heat.tag}`,
      },
    ]);
    const [alert] = await alerts();
    expect(await open_()).toEqual([alert?.id]);
    expect(await events()).toMatchObject([
      {
        id: alert?.id,
        tenantId: site.tenantId,
        siteId: site.siteId,
        ruleId: site.ruleId,
        status: 'active',
        value: 92.5,
        occurrenceCount: 1,
        triggeredAt: at(2).toISOString(),
        acknowledgedAt: null,
      },
    ]);
    const audit = await store.admin.query(`select actor_type, metadata->>'actor' as actor from audit_logs where resource_id = $1`, [
      alert?.id,
    ]);
    expect(audit.rows).toEqual([{ actor_type: 'system', actor: 'bridge' }]);
    const rule = await store.admin.query('select trigger_count, last_triggered_at from alert_rules where id = $1', [site.ruleId]);
    expect(rule.rows).toEqual([{ trigger_count: 1, last_triggered_at: at(2) }]);
  });

  test('and end by readings, at their time', async () => {
    await raise();
    await clear(60);
    await expect.poll(alerts).toMatchObject([{ status: 'resolved', resolved_at: at(70), resolved_automatically: true, value: 92.5 }]);
    expect(await open_()).toEqual([]);
    expect(await said()).toEqual(['active 1', 'resolved 1']);
  });

  test('one that comes back within 15 minutes is the same one, unacknowledged; later it is another', async () => {
    await raise();
    await expect.poll(statuses).toEqual(['active']);
    await store.admin.query(
      `update alerts set status = 'acknowledged', acknowledged_at = now(), acknowledgment_comment = 'seen' where tenant_id = $1`,
      [site.tenantId],
    );
    await clear(60);
    await heat([70 + 900 - 2, 99], [70 + 900 - 1, 99], [70 + 900, 99.5]);
    await expect.poll(alerts).toMatchObject([
      {
        status: 'active',
        occurrence_count: 2,
        acknowledged_at: null,
        acknowledgment_comment: null,
        resolved_at: null,
        value: 99.5,
        triggered_at: at(2),
        last_occurrence_at: at(970),
      },
    ]);
    await clear(1_000);
    await heat([1_010 + 899, 99], [1_010 + 900, 99], [1_010 + 901, 99]);
    await expect.poll(statuses).toEqual(['resolved', 'active']);
    expect(await said()).toEqual(['active 1', 'resolved 1', 'active 2', 'resolved 2', 'active 1']);
    expect(await open_()).toEqual([(await alerts()).at(-1)?.id]);
  });

  test('of two assets in one batch each has its own', async () => {
    const [, , , other] = site.tags;
    if (!other) throw new Error('no second inverter');
    await appendReadings(
      journal,
      site,
      [0, 1, 2].flatMap((second): TestReading[] => [
        [site.heat, start + second * 1000, 90],
        [other, start + second * 1000, 90],
      ]),
    );
    await expect.poll(async () => new Set((await alerts()).map(({ dedup_key }) => dedup_key)).size).toBe(2);
  });

  test('raise, end and raise again within one batch are told in order', async () => {
    await heat([0, 90], [1, 90], [2, 90], [3, 70], [13, 70], [14, 90], [15, 90], [16, 90]);
    await expect.poll(said).toEqual(['active 1', 'resolved 1', 'active 2']);
    expect(await alerts()).toHaveLength(1);
  });

  test('a rule that is new is evaluated without a restart', async () => {
    await store.admin.query(
      `insert into alert_rules (tenant_id, rule_id, name, category, severity, tag_pattern, condition) values ($1, 'LOW', 'Low', 'performance', 'low', '*.ActivePower', '{"operator":"<","value":1}')`,
      [site.tenantId],
    );
    mappings.touch(site.tenantId);
    await expect.poll(() => mappings.rulesOf(site.siteId)?.watched.size).toBe(4);
    await appendReadings(journal, site, [[site.power, start, 0.5]]);
    await expect.poll(alerts).toMatchObject([{ severity: 'low', value: 0.5, rule_name: 'Low' }]);
  });
});

describe('whatever is killed', () => {
  test('a count goes on after a restart, and so does an open alert', async () => {
    await heat([0, 90], [1, 91]);
    await evaluated();
    await restart();
    await heat([2, 92]);
    await expect.poll(statuses).toEqual(['active']);
    await restart();
    await heat([20, 70]);
    await evaluated();
    await restart();
    await heat([30, 70]);
    await expect.poll(statuses).toEqual(['resolved']);
    expect(await said()).toEqual(['active 1', 'resolved 1']);
  });

  test('readings that were evaluated already raise nothing again', async () => {
    await raise();
    await clear(60);
    await raise(100);
    await expect.poll(said).toEqual(['active 1', 'resolved 1', 'active 2']);
    await crash();
    await evaluated();
    await clear(200);
    await expect.poll(said).toEqual(['active 1', 'resolved 1', 'active 2', 'resolved 2']);
    expect(await alerts()).toHaveLength(1);
  });

  test('a reading older than the newest moves nothing after a restart either', async () => {
    await heat([100, 20]);
    await evaluated();
    await restart();
    await heat([0, 99], [1, 99], [2, 99]);
    await evaluated();
    expect(await alerts()).toEqual([]);
  });

  test('while the database is away readings wait, and each episode is one alert when it is back', async () => {
    await heat([0, 90]);
    await evaluated();
    way.cut();
    await heat([1, 90], [2, 90]);
    await expect.poll(() => evaluator.trouble).toMatch(/cannot be evaluated/);
    await clear(60);
    await raise(3_000);
    expect(await alerts()).toEqual([]);
    way.mend();
    await expect.poll(statuses, { timeout: 15_000 }).toEqual(['resolved', 'active']);
    await expect.poll(() => evaluator.trouble).toBeUndefined();
    expect(await said()).toEqual(['active 1', 'resolved 1', 'active 1']);
  });

  test('what was evaluated and not written when it stops is evaluated again after the start', async () => {
    await heat([0, 90]);
    await evaluated();
    way.cut();
    await heat([1, 90], [2, 90]);
    await expect.poll(() => evaluator.trouble).toMatch(/cannot be evaluated/);
    await evaluator.close();
    await journal.close();
    way.mend();
    await open();
    await expect.poll(statuses, { timeout: 15_000 }).toEqual(['active']);
  });

  test('connections that die under it lose and repeat nothing', async () => {
    for (let round = 0; round < 10; round += 1) {
      const from = round * 2_000;
      const raised = raise(from);
      await store.admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'evaluator test'`);
      await raised;
      await clear(from + 60);
    }
    await expect.poll(async () => (await said()).length, { timeout: 30_000 }).toBe(20);
    expect(await said()).toEqual(Array.from({ length: 20 }, (_, index) => (index % 2 ? 'resolved 1' : 'active 1')));
  });

  test('another bridge that has moved the site on is not written over', async () => {
    await raise();
    await expect.poll(statuses).toEqual(['active']);
    // The other one has evaluated everything up to far ahead.
    await store.admin.query(`update rule_states set position = position + 2, state = '{}' where site_id = $1`, [site.siteId]);
    await clear(60);
    await raise(100);
    await clear(200);
    await evaluated();
    // Of the three records it takes the last one alone for its own.
    await expect.poll(statuses).toEqual(['resolved']);
    expect(await said()).toEqual(['active 1', 'resolved 1']);
  });
});

test('readings of a tenant wait until its rules are known', async () => {
  const unknowing = new Mappings({ database, keptIn: join(folder, 'none.json'), log: silent });
  way.cut();
  await unknowing.start();
  await restart({ mappings: unknowing, database: store.database });
  await raise();
  await expect.poll(() => evaluator.trouble).toMatch(/cannot be read/);
  expect(await alerts()).toEqual([]);
  way.mend();
  await expect.poll(statuses, { timeout: 10_000 }).toEqual(['active']);
  await unknowing.close();
});

describe('the newest readings when none are kept', () => {
  const elsewhere = async () =>
    new Map([[site.siteId, new Map([[`${site.heat.assetId}/${site.heat.tag}`, [start + 50_000, start + 50_000] as const]])]]);

  test('come from the store while the journal has nothing for the rules', async () => {
    await evaluator.close();
    await rm(join(folder, 'newest.json'));
    await journal.close();
    await open({ newestElsewhere: elsewhere });
    await raise(40);
    await evaluated();
    expect(await alerts()).toEqual([]);
    await raise(51);
    await expect.poll(statuses).toEqual(['active']);
  });

  test('and are unknown otherwise: what waits in the journal is not old because the store has it already', async () => {
    await evaluator.close();
    await rm(join(folder, 'newest.json'));
    await raise(40);
    await journal.close();
    await open({ newestElsewhere: elsewhere });
    await expect.poll(statuses).toEqual(['active']);
  });
});

describe('what people do', () => {
  const byHand = async (set: string) => {
    await store.admin.query(`update alerts set ${set} where tenant_id = $1 and status <> 'resolved'`, [site.tenantId]);
  };

  test('an alert that was resolved by hand is over: its end says nothing more, and the condition completed anew is the same alert again', async () => {
    await raise();
    await expect.poll(statuses).toEqual(['active']);
    await evaluated();
    await byHand(`status = 'resolved', resolved_at = '${at(30).toISOString()}', resolution = 'wiped the filter'`);
    await store.admin.query('delete from open_alerts where tenant_id = $1', [site.tenantId]);
    // Two looks: the second begins after the first one has seen it.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await heat([40, 90], [41, 90]);
    await evaluated();
    expect(await said()).toEqual(['active 1']);
    await heat([42, 90]);
    await expect
      .poll(alerts)
      .toMatchObject([{ status: 'active', occurrence_count: 2, resolution: null, triggered_at: at(2), last_occurrence_at: at(42) }]);
  });

  test('a suppressed alert is active again when its time is over and its condition still holds', async () => {
    await raise();
    await expect.poll(statuses).toEqual(['active']);
    await byHand(
      `status = 'suppressed', acknowledged_at = now(), suppressed_until = now() + interval '3 s', suppression_reason = 'washing'`,
    );
    expect(await statuses()).toEqual(['suppressed']);
    await expect.poll(alerts).toMatchObject([{ status: 'active', acknowledged_at: null, occurrence_count: 1 }]);
    expect(await said()).toEqual(['active 1', 'active 1']);
  });

  test('one whose condition ended meanwhile stays suppressed, counts on silently and unseen, and ends with the suppression', async () => {
    await raise();
    await expect.poll(statuses).toEqual(['active']);
    await byHand(
      `status = 'suppressed', acknowledged_at = now(), suppressed_until = now() + interval '1 hour', suppression_reason = 'washing'`,
    );
    await clear(60);
    await raise(100);
    await clear(200);
    await evaluated();
    expect(await alerts()).toMatchObject([{ status: 'suppressed', occurrence_count: 2, acknowledged_at: null }]);
    await restart();
    await byHand(`suppressed_until = now() - interval '1 s'`);
    await expect.poll(alerts).toMatchObject([{ status: 'resolved', resolved_automatically: true }]);
    expect(await open_()).toEqual([]);
  });

  test('one that a person unsuppresses stays while its condition holds, and ends at once when it had ended meanwhile', async () => {
    await raise();
    await expect.poll(statuses).toEqual(['active']);
    const silence = `status = 'suppressed', suppressed_until = now() + interval '1 hour', suppression_reason = 'washing'`;
    await byHand(silence);
    await byHand(`status = 'active', suppressed_until = now()`);
    // Two looks: the second begins after the first one has seen it.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await statuses()).toEqual(['active']);
    await byHand(silence);
    await clear(60);
    await evaluated();
    expect(await statuses()).toEqual(['suppressed']);
    // Nothing is heard of the site after the restart.
    await restart();
    await byHand(`status = 'active', suppressed_until = now()`);
    await expect.poll(alerts).toMatchObject([{ status: 'resolved', resolved_automatically: true }]);
    expect(await open_()).toEqual([]);
  });

  test('an alert that the rules do not remember ends by its clear condition', async () => {
    const dedupKey = `${site.ruleId}/${site.heat.assetId}/${site.heat.tag}`;
    await store.admin.query(
      `with made as (insert into alerts (alert_id, tenant_id, rule_id, severity, site_id, asset_id, tag, title, triggered_at, dedup_key)
         values ('ALM-1', $1, $2, 'critical', $3, $4, $5, 'seeded', now() - interval '1 day', $6) returning tenant_id, dedup_key, id, triggered_at)
       insert into open_alerts (tenant_id, dedup_key, alert_id, triggered_at) select * from made`,
      [site.tenantId, site.ruleId, site.siteId, site.heat.assetId, site.heat.tag, dedupKey],
    );
    await clear(60);
    await expect.poll(alerts).toMatchObject([{ status: 'resolved', resolved_at: at(70) }]);
  });
});

describe('the clock', () => {
  beforeEach(async () => {
    await store.admin.query(
      `insert into alert_rules (tenant_id, rule_id, name, category, severity, tag_pattern, condition) values ($1, 'SILENT', 'Silent', 'communication', 'low', '*.ActivePower', '{"kind":"missing_data","max_gap_s":60}')`,
      [site.tenantId],
    );
    mappings.touch(site.tenantId);
    await vi.waitUntil(() => mappings.rulesOf(site.siteId)?.watched.size === 4, { timeout: 10_000 });
  });

  test('says that a quantity is silent, once, and its next good reading ends it', async () => {
    let now = start;
    await restart({ now: () => now });
    await appendReadings(journal, site, [[site.power, start + 5_000, 100]]);
    await evaluated();
    now = start + 64_000;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await alerts()).toEqual([]);
    now = start + 65_000;
    await expect.poll(alerts).toMatchObject([
      {
        status: 'active',
        triggered_at: at(65),
        value: null,
        title: `Silent: ${site.power.asset}`,
        message: `No good reading of ${site.power.tag} for 1 min.`,
      },
    ]);
    now = start + 90_000;
    await appendReadings(journal, site, [[site.power, start + 90_000, 100]]);
    await expect.poll(alerts).toMatchObject([{ status: 'resolved', resolved_at: at(90) }]);
    expect(await said()).toEqual(['active 1', 'resolved 1']);
  });

  test('says so of a site that has sent nothing since a restart, counted from the restart', async () => {
    let now = start;
    await restart({ now: () => now });
    await appendReadings(journal, site, [[site.power, start, 100]]);
    await evaluated();
    now = start + 30_000;
    await restart({ now: () => now });
    now = start + 89_000;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await alerts()).toEqual([]);
    now = start + 90_000;
    await expect.poll(alerts).toMatchObject([{ status: 'active', triggered_at: at(90), tag: site.power.tag }]);
  });
});
