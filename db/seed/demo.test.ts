import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { silent } from '../embedded/log.ts';
import { grants } from '../identity/matrix.ts';
import { verifyGatewayPassword } from '../telemetry/gateway-password.ts';
import { seedAuthority } from './authority.ts';
import { demoOf, seedDemo } from './demo.ts';
import { gatewayCredentials } from './gateways.ts';
import { updateIdpIssuers } from './idp-issuers.ts';

const secret = inject('secret');
// The first days of a year: the past lies in the partitions of the year and the months before.
const now = new Date('2026-01-09T13:37:00Z');
const technicianFree = new Date(now.getTime() + 48 * 3_600_000);
const isOpenOrder = `status NOT IN ('closed', 'cancelled')`;
const isOpenAlert = `status <> 'resolved'`;

let database: TestDatabase;
let client: pg.Client;

const seed = () => seedDemo({ url: database.url, secret, now, idpPort: 4100, log: silent });

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
  await seed();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

describe('tenants, sites and people (contract §3)', () => {
  test('helios has two solar sites with storage, borealis one wind site', async () => {
    expect(
      await rows(`SELECT t.tenant_id, s.site_id, s.site_type, s.storage_capacity_mwh > 0 AS storage, s.latitude IS NOT NULL AS placed
                  FROM sites s JOIN tenants t ON t.id = s.tenant_id ORDER BY 2`),
    ).toEqual([
      { tenant_id: 'helios', site_id: 'CESTAS', site_type: 'hybrid', storage: true, placed: true },
      { tenant_id: 'borealis', site_id: 'KELDA', site_type: 'wind', storage: null, placed: true },
      { tenant_id: 'helios', site_id: 'MOSS', site_type: 'hybrid', storage: true, placed: true },
    ]);
  });

  test('everybody of the contract is there with their role and no other', async () => {
    const roles = {
      admin: 'system_administrator',
      manager: 'plant_manager',
      supervisor: 'maintenance_supervisor',
      technician: 'field_technician_electrical',
      operator: 'scada_operator',
      storekeeper: 'inventory_coordinator',
      reliability: 'reliability_engineer',
      safety: 'ehs_officer',
      contractor: 'contractor_om',
      auditor: 'read_only_auditor',
    };
    const expected = ['helios', 'borealis'].flatMap((tenant) =>
      Object.entries(roles).map(([name, role]) => ({ email: `${name}@${tenant}.test`, tenant_id: tenant, role_name: role })),
    );
    expected.push(
      { email: 'operator2@helios.test', tenant_id: 'helios', role_name: 'scada_operator' },
      { email: 'root@dcmms.test', tenant_id: 'dcmms', role_name: 'super_admin' },
    );
    const found = await rows(`
      SELECT u.email, t.tenant_id, r.role_name FROM users u JOIN tenants t ON t.id = u.tenant_id
      JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.id = ur.role_id WHERE u.status = 'active'`);
    expect(sorted(found)).toEqual(sorted(expected));
  });

  test('everybody works on all sites of the tenant, operator2 on MOSS alone', async () => {
    const found = await rows(`
      SELECT u.email, array_agg(s.site_id ORDER BY s.site_id) AS sites FROM users u
      JOIN user_sites us ON us.user_id = u.id JOIN sites s ON s.id = us.site_id GROUP BY u.email`);
    for (const { email, sites } of found) {
      const expected =
        email === 'operator2@helios.test' ? ['MOSS'] : String(email).endsWith('@helios.test') ? ['CESTAS', 'MOSS'] : ['KELDA'];
      expect({ email, sites }).toEqual({ email, sites: expected });
    }
    expect(found).toHaveLength(21);
  });

  test('each tenant signs in at its issuer of the identity provider, which moves with the port', async () => {
    const issuers = `SELECT t.tenant_id, c.issuer, c.jwks_uri, c.client_id FROM tenant_idp_config c JOIN tenants t ON t.id = c.tenant_id
                     WHERE t.tenant_id = 'dcmms' AND c.enabled`;
    const at = (port: number) => [
      {
        tenant_id: 'dcmms',
        issuer: `http://localhost:${port}/t/dcmms`,
        jwks_uri: `http://localhost:${port}/t/dcmms/jwks`,
        client_id: 'dcmms-console',
      },
    ];
    expect(await rows(issuers)).toEqual(at(4100));
    await updateIdpIssuers(client, 4711);
    expect(await rows(issuers)).toEqual(at(4711));
    expect(await count(`tenant_idp_config`)).toBe(3);
  });

  test('roles, permissions and grants are the matrix, also after a second run', async () => {
    const before = await rows(`SELECT relname, n FROM (VALUES
      ('roles', (SELECT count(*)::int FROM roles)), ('permissions', (SELECT count(*)::int FROM permissions)),
      ('role_permissions', (SELECT count(*)::int FROM role_permissions))) AS t (relname, n)`);
    expect(before).toEqual([
      { relname: 'roles', n: 20 },
      { relname: 'permissions', n: 104 },
      { relname: 'role_permissions', n: 855 },
    ]);
    const stamps = `SELECT xmin::text, role_id, permission_id FROM role_permissions ORDER BY 2, 3`;
    const untouched = await rows(stamps);
    await seedAuthority(client);
    expect(await rows(stamps)).toEqual(untouched);

    await client.query(
      `UPDATE role_permissions SET scope = 'own' WHERE permission_id IN (SELECT id FROM permissions WHERE permission_name = 'read:sites')`,
    );
    await client.query(
      `DELETE FROM role_permissions WHERE permission_id IN (SELECT id FROM permissions WHERE permission_name = 'read:alerts')`,
    );
    await seedAuthority(client);
    expect(await count('role_permissions')).toBe(855);
    expect(await count(`role_permissions WHERE scope = 'own'`)).toBe(grants.filter((grant) => grant.scope === 'own').length);
  });
});

describe('the fleet (contract §3)', () => {
  test('CESTAS has inverters INV-01 to INV-12, MOSS from INV-21, KELDA turbines WTG-01 to at least WTG-08', async () => {
    expect(await codes('CESTAS', 'inverter')).toEqual(numbered('INV', 1, 12));
    expect(await codes('MOSS', 'inverter')).toEqual(numbered('INV', 21, 8));
    expect(await codes('KELDA', 'turbine')).toEqual(numbered('WTG', 1, 12));
  });

  test('assets are trees: plant to inverter to combiner, turbine to drivetrain, rack to module; levels count from the root', async () => {
    const edges = await rows(
      `SELECT DISTINCT p.type AS parent, a.type AS child FROM assets a JOIN assets p ON p.id = a.parent_id ORDER BY 1, 2`,
    );
    for (const [parent, child] of [
      ['plant', 'inverter'],
      ['inverter', 'combiner_box'],
      ['plant', 'turbine'],
      ['turbine', 'gearbox'],
      ['turbine', 'generator'],
      ['turbine', 'transformer'],
      ['battery_rack', 'battery_module'],
    ]) {
      expect(edges).toContainEqual({ parent, child });
    }
    expect(
      await count(`assets a LEFT JOIN assets p ON p.id = a.parent_id
                   WHERE a.hierarchy_level <> coalesce(p.hierarchy_level + 1, 0) OR p.site_id <> a.site_id OR a.latitude IS NULL`),
    ).toBe(0);
    expect(await count(`assets WHERE parent_id IS NULL`)).toBe(3);
  });

  test('each inverter has the tags ActivePower (kW) and HeatsinkTemperature (°C), without a rate limit on any of its tags', async () => {
    expect(
      await count(`assets a JOIN sensor_mappings m ON m.asset_id = a.id AND m.site_id = a.site_id
                   WHERE a.type = 'inverter' AND m.enabled AND (m.tag, m.unit) IN ((a.asset_id || '.ActivePower', 'kW'), (a.asset_id || '.HeatsinkTemperature', '°C'))`),
    ).toBe(40);
    expect(await count(`sensor_mappings WHERE tag LIKE 'INV-%' AND max_rate_per_s IS NOT NULL`)).toBe(0);
  });

  test('every mapping has unit, range, metric and interval, and a gateway of its own site', async () => {
    expect(
      await count(`sensor_mappings m LEFT JOIN gateways g ON g.id = m.gateway_id JOIN assets a ON a.id = m.asset_id
                   WHERE m.unit IS NULL OR m.min_valid IS NULL OR m.max_valid IS NULL OR m.metric IS NULL OR m.expected_interval_s IS NULL
                      OR g.site_id IS DISTINCT FROM m.site_id OR a.site_id <> m.site_id OR m.tag NOT LIKE a.asset_id || '.%'`),
    ).toBe(0);
  });

  test('each site has one gateway that signs in with its derived password', async () => {
    const found = await rows(`SELECT t.tenant_id AS tenant, s.site_id AS site, g.gateway_id AS gateway, g.username, g.password_hash
                              FROM gateways g JOIN sites s ON s.id = g.site_id JOIN tenants t ON t.id = g.tenant_id`);
    const credentials = gatewayCredentials(secret);
    const named = ({ tenant, site, gateway, username }: Record<string, unknown>) => ({ tenant, site, gateway, username });
    expect(sorted(found.map(named))).toEqual(sorted(credentials.map(named)));
    for (const { username, password } of credentials) {
      const row = found.find((candidate) => candidate['username'] === username);
      expect(await verifyGatewayPassword(password, String(row?.['password_hash']))).toBe(true);
    }
  });
});

describe('alert rules (contract §3)', () => {
  test('the demo rule: three samples above 85 are CRITICAL, notify only, over below 80 for 10 s, on every inverter', async () => {
    const [rule] = await rows(
      `SELECT r.*, t.tenant_id AS tenant FROM alert_rules r JOIN tenants t ON t.id = r.tenant_id WHERE rule_id = 'INV-HEATSINK-CRITICAL'`,
    );
    expect(rule).toMatchObject({
      tenant: 'helios',
      enabled: true,
      severity: 'critical',
      asset_types: ['inverter'],
      site_ids: null,
      asset_ids: null,
      tag_pattern: '*.HeatsinkTemperature',
      condition: { kind: 'threshold', metric: 'heatsink_c', operator: '>', value: 85, unit: '°C', consecutive: 3 },
      clear_condition: { kind: 'threshold', metric: 'heatsink_c', operator: '<', value: 80, unit: '°C', duration_s: 10 },
      schedule: null,
      pre_conditions: null,
      throttle: null,
    });
    expect(rule?.['actions']).toEqual([{ type: 'notification', config: { channels: ['in_app'] } }]);
    expect(await count(`sensor_mappings WHERE tag LIKE '%.HeatsinkTemperature' AND metric <> 'heatsink_c'`)).toBe(0);
  });

  test('no other rule watches what a test of the demo rule changes', async () => {
    expect(
      await count(`alert_rules WHERE enabled AND rule_id <> 'INV-HEATSINK-CRITICAL' AND 'inverter' = ANY (asset_types)
                   AND (tag_pattern LIKE '%HeatsinkTemperature' OR tag_pattern LIKE '%ActivePower' OR condition ->> 'kind' = 'missing_data')`),
    ).toBe(0);
  });

  test('every rule says what happens and what to do, line by line, without permits or planned parts', async () => {
    for (const { rule_id, consequence, response } of await rows(`SELECT rule_id, consequence, response FROM alert_rules`)) {
      expect({ rule_id, consequence }).toEqual({ rule_id, consequence: expect.stringMatching(/^[A-Z].{10}/) });
      const steps = String(response).split('\n');
      expect(steps.length).toBeGreaterThanOrEqual(1);
      for (const step of steps) expect(step).toMatch(/^\S.{5,250}$/);
    }
  });
});

describe('stock (contract §3)', () => {
  test('every inverter site stocks at least 20 of FAN-120', async () => {
    expect(
      await rows(`SELECT s.site_id, i.quantity_on_hand - i.quantity_reserved >= 20 AS enough FROM inventory_items i JOIN sites s ON s.id = i.site_id
                  WHERE i.part_number = 'FAN-120' ORDER BY 1`),
    ).toEqual([
      { site_id: 'CESTAS', enough: true },
      { site_id: 'MOSS', enough: true },
    ]);
  });

  test('the ledger of every part begins with its opening row, runs without a jump and sums to the stock', async () => {
    expect(
      await count(
        `inventory_items i WHERE quantity_on_hand <> (SELECT sum(quantity) FROM inventory_transactions t WHERE t.inventory_item_id = i.id)`,
      ),
    ).toBe(0);
    expect(
      await count(`(SELECT kind, balance_after, sum(quantity) OVER w AS running, row_number() OVER w AS place FROM inventory_transactions
                    WINDOW w AS (PARTITION BY inventory_item_id ORDER BY id)) l WHERE balance_after <> running OR (kind = 'opening') <> (place = 1)`),
    ).toBe(0);
    expect(await count('inventory_items')).toBe(await count(`inventory_transactions WHERE kind = 'opening'`));
  });

  test('every part that an order consumed stands in the ledger', async () => {
    expect(
      await count(`work_order_parts p FULL JOIN inventory_transactions t
                     ON t.work_order_id = p.work_order_id AND t.inventory_item_id = p.inventory_item_id AND t.kind = 'consume'
                   WHERE (t.kind = 'consume' OR t.id IS NULL) AND p.quantity_consumed IS DISTINCT FROM -t.quantity`),
    ).toBe(0);
    expect(
      await count(`work_order_parts p JOIN work_orders w ON w.id = p.work_order_id JOIN sites s ON s.id = w.site_id
                   JOIN inventory_items i ON i.id = p.inventory_item_id AND i.site_id = w.site_id
                   WHERE s.site_id = 'CESTAS' AND w.asset_id IS NOT NULL`),
    ).toBeGreaterThan(20);
  });
});

describe('work (contract §3)', () => {
  test('nothing is open on INV-01 to INV-06 of CESTAS, their combiners included', async () => {
    const kept = `IN (SELECT id FROM assets WHERE asset_id ~ '^INV-0[1-6](-|$)')`;
    expect(await count(`work_orders WHERE ${isOpenOrder} AND asset_id ${kept}`)).toBe(0);
    expect(await count(`alerts WHERE ${isOpenAlert} AND asset_id ${kept}`)).toBe(0);
    expect(await count(`assets WHERE id ${kept} AND status <> 'operational'`)).toBe(0);
  });

  test('the technicians are free for 48 hours', async () => {
    expect(
      await client
        .query(
          `SELECT w.work_order_id FROM work_orders w JOIN users u ON u.id = w.assigned_to
           WHERE u.email LIKE 'technician@%' AND w.status IN ('scheduled', 'assigned', 'in_progress', 'on_hold')
             AND (w.scheduled_start < $2 AND w.scheduled_end > $1 OR w.status IN ('in_progress', 'on_hold'))`,
          [now, technicianFree],
        )
        .then((result) => result.rows),
    ).toEqual([]);
  });

  test('the technicians hold the skills that the orders ask for', async () => {
    expect(
      await count(`work_orders w JOIN users u ON u.email = 'technician@' || (SELECT tenant_id FROM tenants WHERE id = w.tenant_id) || '.test'
                   WHERE NOT to_jsonb(w.required_skills) <@ (u.metadata -> 'skills')`),
    ).toBe(0);
  });

  test('every state is there, on every tenant, over 60 days', async () => {
    expect(await count(`(SELECT DISTINCT tenant_id, status FROM work_orders) s`)).toBe(22);
    const [span] = await rows(
      `SELECT extract(day FROM max(created_at) - min(created_at))::int AS days, count(*)::int AS n FROM work_orders`,
    );
    expect(span?.['days']).toBeGreaterThanOrEqual(55);
    expect(span?.['n']).toBeGreaterThan(150);
  });

  test('no two orders of a person or an asset overlap', async () => {
    for (const who of ['assigned_to', 'asset_id']) {
      expect(
        await count(`work_orders a JOIN work_orders b ON a.${who} = b.${who} AND a.id < b.id
                     AND tstzrange(a.scheduled_start, a.scheduled_end) && tstzrange(b.scheduled_start, b.scheduled_end)
                     WHERE a.scheduled_start IS NOT NULL AND b.scheduled_start IS NOT NULL AND a.status <> 'cancelled' AND b.status <> 'cancelled'`),
      ).toBe(0);
    }
  });

  test('every order went its way: its history is a chain to its status, each step by who may take it, nothing in the future', async () => {
    expect(
      await count(`(SELECT from_status, to_status, occurred_at, w.version, w.status, last_value(to_status) OVER p AS final, count(*) OVER p AS steps,
                      lag(to_status) OVER o AS before, lag(occurred_at) OVER o AS earlier
                    FROM work_order_state_history h JOIN work_orders w ON w.id = h.work_order_id
                    WINDOW o AS (PARTITION BY w.id ORDER BY h.id),
                      p AS (PARTITION BY w.id ORDER BY h.id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) s
                   WHERE from_status IS DISTINCT FROM before OR final <> status OR steps <> version OR occurred_at < earlier`),
    ).toBe(0);
    expect(await count(`work_order_state_history WHERE occurred_at > '${now.toISOString()}'`)).toBe(0);
    expect(await count(`work_order_labor WHERE start_time > '${now.toISOString()}' OR end_time > '${now.toISOString()}'`)).toBe(0);
    const permission = {
      approve: 'approve',
      schedule: 'schedule',
      assign: 'assign',
      start: 'execute',
      complete: 'execute',
      verify: 'verify',
      close: 'close',
      cancel: 'cancel',
    };
    for (const [transition, action] of Object.entries(permission)) {
      const withoutRight = await count(`work_order_state_history h WHERE transition = '${transition}' AND NOT EXISTS (
        SELECT FROM user_roles ur JOIN role_permissions rp USING (role_id) JOIN permissions p ON p.id = rp.permission_id
        WHERE ur.user_id = h.actor_id AND p.permission_name = '${action}:work-orders')`);
      expect({ transition, withoutRight }).toEqual({ transition, withoutRight: 0 });
    }
    expect(await count(`work_orders WHERE verified_by = completed_by`)).toBe(0);
  });

  test('what is done has notes, labour and no open task; what is under way holds its asset', async () => {
    expect(
      await count(`work_orders w WHERE status IN ('completed', 'verified', 'closed') AND (completion_notes IS NULL
        OR NOT EXISTS (SELECT FROM work_order_labor l WHERE l.work_order_id = w.id AND l.end_time IS NOT NULL)
        OR EXISTS (SELECT FROM work_order_tasks t WHERE t.work_order_id = w.id AND t.status NOT IN ('completed', 'skipped')))`),
    ).toBe(0);
    expect(
      await count(`work_order_labor l JOIN work_orders w ON w.id = l.work_order_id WHERE l.end_time IS NULL AND w.status <> 'in_progress'`),
    ).toBe(0);
    expect(
      await count(
        `work_orders w JOIN assets a ON a.id = w.asset_id WHERE w.status IN ('in_progress', 'on_hold') AND (a.status, a.previous_status IS NULL) <> ('under_maintenance', false)`,
      ),
    ).toBe(0);
  });

  test('numbers are of the day, registered, and the counters go on behind them', async () => {
    expect(
      await count(`work_orders w LEFT JOIN work_order_numbers n ON n.work_order_id = w.id AND n.number = w.work_order_id
                   WHERE n.number IS NULL OR w.work_order_id !~ ('^WO-' || to_char(w.created_at AT TIME ZONE 'UTC', 'YYYYMMDD') || '-[0-9]{4}$')`),
    ).toBe(0);
    expect(
      await count(`(SELECT tenant_id, max(right(work_order_id, 4)::int) AS last, (created_at AT TIME ZONE 'UTC')::date AS day FROM work_orders GROUP BY 1, 3) w
                   LEFT JOIN work_order_counters c USING (tenant_id, day) WHERE c.last_number IS DISTINCT FROM w.last`),
    ).toBe(0);
  });
});

describe('alerts and predictions (contract §3)', () => {
  test('there are open and resolved alerts, the open ones registered, linked with their orders both ways', async () => {
    expect(await count(`alerts WHERE ${isOpenAlert}`)).toBe(9);
    expect(await count(`alerts WHERE NOT (${isOpenAlert})`)).toBeGreaterThan(100);
    expect(
      await count(`alerts a FULL JOIN open_alerts o ON o.alert_id = a.id AND o.dedup_key = a.dedup_key AND o.tenant_id = a.tenant_id
                   WHERE (a.id IS NULL) OR (a.${isOpenAlert}) <> (o.alert_id IS NOT NULL)`),
    ).toBe(0);
    expect(
      await count(
        `alerts a JOIN work_orders w ON w.id = a.work_order_id WHERE w.alert_id IS DISTINCT FROM a.id OR w.asset_id <> a.asset_id`,
      ),
    ).toBe(0);
    expect(await count(`alerts WHERE work_order_id IS NOT NULL`)).toBe(await count(`work_orders WHERE alert_id IS NOT NULL`));
    expect(await count(`(SELECT DISTINCT status FROM alerts) s`)).toBe(4);
  });

  test('two alerts of helios and one of borealis were over before anybody had acknowledged them', async () => {
    expect(
      await rows(`SELECT t.tenant_id, count(*)::int AS n FROM alerts a JOIN tenants t ON t.id = a.tenant_id
                  WHERE a.status = 'resolved' AND resolved_automatically AND acknowledged_at IS NULL GROUP BY 1 ORDER BY 1`),
    ).toEqual([
      { tenant_id: 'borealis', n: 1 },
      { tenant_id: 'helios', n: 2 },
    ]);
  });

  test('every alert names a tag of its asset and a value beyond the limit, in the order of time', async () => {
    expect(
      await count(`alerts a LEFT JOIN sensor_mappings m ON m.asset_id = a.asset_id AND m.tag = a.tag LEFT JOIN alert_rules r ON r.id = a.rule_id
                   WHERE m.id IS NULL OR r.id IS NULL OR m.metric <> r.condition ->> 'metric' OR m.unit <> a.unit OR a.threshold <> (r.condition ->> 'value')::float
                      OR acknowledged_at < triggered_at OR resolved_at < triggered_at OR resolved_at < acknowledged_at
                      OR CASE r.condition ->> 'operator' WHEN '>' THEN a.value <= a.threshold ELSE a.value >= a.threshold END`),
    ).toBe(0);
    expect(await count(`alerts WHERE triggered_at > '${now.toISOString()}' OR resolved_at > '${now.toISOString()}'`)).toBe(0);
  });

  test('predictions on CESTAS come from a registry row in development that states its rule, its split and its baseline', async () => {
    const [model] = await rows(`SELECT * FROM model_registry`);
    expect(model).toMatchObject({ status: 'development', framework: 'rule', approved_by: null });
    expect(model?.['baseline_statistics']).toMatchObject({ name: 'base rate', brier: expect.any(Number) });
    expect(model?.['metrics']).toMatchObject({ test: { brier: expect.any(Number), snapshots: 132 }, beats_baseline: expect.any(Boolean) });
    expect(
      await count(`predictions p JOIN assets a ON a.id = p.asset_id JOIN sites s ON s.id = a.site_id
                   WHERE s.site_id = 'CESTAS' AND a.type = 'inverter' AND p.model_id = '${String(model?.['id'])}'`),
    ).toBe(36);
  });

  test('each probability can be recomputed from the orders by the stated rule', async () => {
    expect(
      await count(`predictions p JOIN model_registry m ON m.id = p.model_id
        CROSS JOIN LATERAL (SELECT count(*)::int AS n FROM work_orders w WHERE w.asset_id = p.asset_id AND w.type = 'corrective'
          AND w.created_at > p.prediction_timestamp - interval '14 days' AND w.created_at <= p.prediction_timestamp) c
        CROSS JOIN LATERAL (SELECT t FROM jsonb_array_elements(m.hyperparameters -> 'table') WITH ORDINALITY AS e (t, place) WHERE place = least(c.n, 2) + 1) row
        WHERE (p.features ->> 'corrective_orders_14d')::int <> c.n OR p.confidence_score <> (row.t ->> 'probability')::float
           OR abs((row.t ->> 'probability')::numeric - ((row.t ->> 'positives')::numeric + 1) / ((row.t ->> 'snapshots')::numeric + 2)) > 0.0001`),
    ).toBe(0);
  });
});

describe('seeding', () => {
  test('a database with a tenant is left alone', async () => {
    const before = await count('work_orders');
    expect(await seed()).toBe(false);
    expect(await count('work_orders')).toBe(before);
  });

  test('two at once load one fleet', async () => {
    const other = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
    const options = { url: other.url, secret, now, idpPort: 4100, log: silent };
    expect((await Promise.all([seedDemo(options), seedDemo(options)])).sort()).toEqual([false, true]);
    await other.drop();
  });

  test('who is no superuser but a member of dcmms_owner may load it, and keep authority and issuers', async () => {
    const other = await createTestDatabase(inject('postgresUrl'), inject('templateDatabase'));
    const role = `seed_test_${other.name}`;
    await client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'of this test only'`);
    try {
      await client.query(`GRANT dcmms_owner TO ${role} WITH INHERIT TRUE, SET TRUE`);
      const url = other.url.replace(/\/\/[^@]*@/, `//${role}:${encodeURIComponent('of this test only')}@`);
      expect(await seedDemo({ url, secret, now, idpPort: 4100, log: silent })).toBe(true);
      const owner = new pg.Client({ connectionString: url });
      await owner.connect();
      await seedAuthority(owner);
      await updateIdpIssuers(owner, 4711);
      const { rows: moved } = await owner.query(`SELECT FROM tenant_idp_config WHERE issuer LIKE 'http://localhost:4711/%'`);
      await owner.end();
      expect(moved).toHaveLength(3);
    } finally {
      await other.drop();
      await client.query(`DROP ROLE ${role}`);
    }
  });

  test('the same moment gives the same demo, another day the same fleet', () => {
    expect(JSON.stringify(demoOf(now))).toBe(JSON.stringify(demoOf(now)));
  });

  test.each(['2026-03-01T00:00:00Z', '2026-06-15T11:59:59.999Z', '2026-11-25T14:44:00Z', '2027-12-31T23:59:59Z', '2028-02-29T06:00:00Z'])(
    'the demo holds together at %s',
    (moment) => {
      const at = new Date(moment);
      const { orders, alerts, stock } = demoOf(at);
      const kept = (code: string) => /^INV-0[1-6](-|$)/.test(code);
      expect(orders.filter((order) => kept(order.asset.code) && !['closed', 'cancelled'].includes(order.status))).toEqual([]);
      expect(alerts.filter((alert) => kept(alert.asset.code) && alert.status !== 'resolved')).toEqual([]);
      for (const tenant of ['helios', 'borealis']) {
        expect(new Set(orders.filter((order) => order.tenant === tenant).map((order) => order.status)).size).toBe(11);
      }
      const fans = stock.filter(({ part }) => part.code === 'FAN-120').map(({ onHand }) => onHand);
      expect(fans).toHaveLength(2);
      expect(Math.min(...fans)).toBeGreaterThanOrEqual(20);
      expect(Math.max(...orders.flatMap((order) => order.steps.map((step) => step.atMs)))).toBeLessThanOrEqual(at.getTime());
      expect(Math.max(...alerts.map((alert) => alert.resolved?.atMs ?? 0))).toBeLessThanOrEqual(at.getTime());
    },
  );
});

async function rows(text: string): Promise<Record<string, unknown>[]> {
  return (await client.query<Record<string, unknown>>(text)).rows;
}

async function count(from: string): Promise<number> {
  const [row] = await rows(`SELECT count(*)::int AS n FROM ${from}`);
  return Number(row?.['n']);
}

async function codes(site: string, type: string): Promise<unknown[]> {
  const found = await rows(
    `SELECT a.asset_id FROM assets a JOIN sites s ON s.id = a.site_id WHERE s.site_id = '${site}' AND a.type = '${type}' ORDER BY 1`,
  );
  return found.map((row) => row['asset_id']);
}

function numbered(prefix: string, first: number, length: number): string[] {
  return Array.from({ length }, (_, index) => `${prefix}-${String(first + index).padStart(2, '0')}`);
}

function sorted(list: readonly object[]): string[] {
  return list
    .map((item) => JSON.stringify(Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)))))
    .sort();
}
