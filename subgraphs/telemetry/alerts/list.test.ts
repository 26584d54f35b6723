import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('alerts', () => {
  test('are told with what raised them: rule, tag, and what to do', async () => {
    const query = `query ($id: ID!) { alert(id: $id) { title value threshold unit status severity site { id } asset { id } tag { id name }
      rule { code summary consequence response condition } workOrder { id } } }`;
    const answered = await world.ask('operator', query, { variables: { id: world.alerts.inverter } });
    expect(answered).toEqual({
      errors: [],
      data: {
        alert: {
          title: 'Too hot: INV-01',
          value: 90.5,
          threshold: 85,
          unit: '°C',
          status: 'ACTIVE',
          severity: 'HIGH',
          site: { id: world.sites.north },
          asset: { id: world.assets.inverter },
          tag: { id: world.tags.inverter, name: 'INV-01.Temperature' },
          rule: {
            code: 'HOT',
            summary: 'Temperature above 85 °C in 3 good readings in a row; clears when below 80 °C for 10 s',
            consequence: 'It trips.',
            response: ['Look at the fan', 'Clean the filter'],
            condition: { kind: 'threshold', operator: '>', value: 85, unit: '°C', consecutive: 3 },
          },
          workOrder: null,
        },
      },
    });
  });

  test('are listed by whoever reaches them: of the tenant, of their sites, of what is assigned to them', async () => {
    const all = (as: string) =>
      world.ask(as, '{ alerts(first: 100) { totalCount nodes { id } } }').then(({ data }) => JSON.stringify(data));
    const { inverter, battery, south, foreign } = world.alerts;
    const [auditor, operator, technician] = await Promise.all([all('auditor'), all('operator'), all('technician')]);
    for (const id of [inverter, battery, south]) expect(auditor).toContain(id);
    expect(auditor).not.toContain(foreign);
    expect(operator).toContain(inverter);
    expect(operator).not.toContain(south);
    expect(technician).toBe(JSON.stringify({ alerts: { totalCount: 1, nodes: [{ id: battery }] } }));
  });

  test('are filtered, ordered and paged without gaps', async () => {
    const { assetId } = await world.addAsset('INV-07');
    const start = Date.parse('2026-11-25T08:00:00Z');
    for (let minute = 0; minute < 7; minute += 1) {
      await world.addAlert({
        assetId,
        severity: minute % 2 === 0 ? 'critical' : 'low',
        status: 'resolved',
        triggeredAt: new Date(start + minute * 60_000),
        lastOccurrenceAt: minute < 3 ? null : new Date(start + minute * 60_000),
        title: `Alert ${minute}`,
      });
    }
    const query = `query ($where: AlertWhere, $orderBy: AlertOrder, $after: String) {
      alerts(first: 3, where: $where, orderBy: $orderBy, after: $after) { totalCount nodes { title } pageInfo { endCursor hasNextPage } } }`;
    const titles: string[] = [];
    let after: unknown = null;
    do {
      const where = { assetId: { eq: assetId } };
      const { data, errors } = await world.ask('operator', query, {
        variables: { where, orderBy: { field: 'LAST_OCCURRENCE_AT', direction: 'DESC' }, after },
      });
      expect(errors).toEqual([]);
      const { alerts } = data as {
        alerts: { totalCount: number; nodes: { title: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
      };
      expect(alerts.totalCount).toBe(7);
      titles.push(...alerts.nodes.map(({ title }) => title));
      after = alerts.pageInfo.hasNextPage ? alerts.pageInfo.endCursor : null;
    } while (after !== null);
    expect(titles.map((title) => title.at(-1)).join('')).toMatch(/^6543[012]{3}$/);
    expect(new Set(titles).size).toBe(7);

    const filtered = await world.ask('operator', query, {
      variables: {
        where: {
          assetId: { in: [assetId] },
          or: [{ severity: { eq: 'LOW' } }, { triggeredAt: { gte: '2026-11-25T08:06:00Z' } }],
          not: { triggeredAt: { lt: '2026-11-25T08:02:00Z' } },
          status: { ne: 'ACTIVE' },
        },
      },
    });
    expect(filtered.data).toMatchObject({ alerts: { nodes: [{ title: 'Alert 6' }, { title: 'Alert 5' }, { title: 'Alert 3' }] } });
  });

  test('that wait for an acknowledgement are the active ones, and those that were over before anybody had seen them', async () => {
    const { assetId } = await world.addAsset('INV-08');
    const over = { assetId, status: 'resolved', resolvedAutomatically: true } as const;
    const active = await world.addAlert({ assetId });
    const cleared = await world.addAlert(over);
    const known = await Promise.all([
      world.addAlert({ ...over, acknowledgedAt: new Date() }),
      world.addAlert({ assetId, status: 'resolved', resolvedBy: world.users.colleague }),
      world.addAlert({ assetId, status: 'acknowledged', acknowledgedAt: new Date() }),
      world.addAlert({ assetId, status: 'suppressed' }),
    ]);
    const found = async (needsAcknowledgement: object) => {
      const { data, errors } = await world.ask(
        'operator',
        'query ($where: AlertWhere) { alerts(where: $where) { totalCount nodes { id needsAcknowledgement } } }',
        { variables: { where: { assetId: { eq: assetId }, needsAcknowledgement } } },
      );
      expect(errors).toEqual([]);
      const { alerts } = data as { alerts: { totalCount: number; nodes: { id: string; needsAcknowledgement: boolean }[] } };
      expect(alerts.totalCount).toBe(alerts.nodes.length);
      return alerts.nodes.map((alert) => `${alert.id} ${alert.needsAcknowledgement}`).toSorted();
    };
    const waiting = [active, cleared].map((id) => `${id} true`).toSorted();
    const seen = known.map((id) => `${id} false`).toSorted();
    expect(await found({ eq: true })).toEqual(waiting);
    expect(await found({ ne: true })).toEqual(seen);
    expect(await found({})).toEqual([...waiting, ...seen].toSorted());
    expect(await found({ eq: true, ne: true })).toEqual([]);
  });

  test('of several sites are a page of each', async () => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Site { alerts(first: 1, where: { status: { eq: ACTIVE } }) {
      nodes { site { id } } pageInfo { hasNextPage } } } } }`;
    const of = [world.sites.north, world.sites.south, world.sites.abroad].map((id) => ({ __typename: 'Site', id }));
    const before = world.telemetry.database.statements;
    expect((await world.ask('auditor', query, { variables: { of } })).data).toEqual({
      _entities: [
        { alerts: { nodes: [{ site: { id: world.sites.north } }], pageInfo: { hasNextPage: true } } },
        { alerts: { nodes: [{ site: { id: world.sites.south } }], pageInfo: { hasNextPage: false } } },
        { alerts: { nodes: [], pageInfo: { hasNextPage: false } } },
      ],
    });
    expect(world.telemetry.database.statements - before).toBe(1);
  });

  test('name their tag to whoever may read telemetry, and no less of themselves to others', async () => {
    const query = 'query ($id: ID!) { alert(id: $id) { title tag { name } rule { code } } }';
    const answered = await world.ask('technician', query, { variables: { id: world.alerts.battery } });
    expect(answered).toMatchObject({
      data: { alert: { title: 'Too hot: INV-01', tag: null, rule: { code: 'HOT' } } },
      errors: [{ code: 'FORBIDDEN', path: ['alert', 'tag'] }],
    });
  });

  test('rules are those that watch a site of the viewer', async () => {
    const codes = async (as: string) => (await world.ask(as, '{ alertRules { totalCount nodes { code } } }')).data;
    expect(await codes('auditor')).toEqual({ alertRules: { totalCount: 2, nodes: [{ code: 'HOT' }, { code: 'HOT-SOUTH' }] } });
    expect(await codes('operator')).toEqual({ alertRules: { totalCount: 1, nodes: [{ code: 'HOT' }] } });
    expect(await codes('southOperator')).toEqual({ alertRules: { totalCount: 2, nodes: [{ code: 'HOT' }, { code: 'HOT-SOUTH' }] } });
    expect(await codes('technician')).toEqual({ alertRules: { totalCount: 1, nodes: [{ code: 'HOT' }] } });
  });

  test('cost as many statements for many assets as for one', async () => {
    const added = await Promise.all(Array.from({ length: 30 }, (_, index) => world.addAsset(`INV-4${String(index).padStart(2, '0')}`)));
    const ids = added.map(({ assetId }) => assetId);
    for (const assetId of ids) await Promise.all([world.addAlert({ assetId }), world.addAlert({ assetId })]);
    const selection = 'tags { name asset { id } } alerts(first: 1) { totalCount nodes { title rule { code } tag { name } } }';
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Asset { id ${selection} } } }`;
    const count = async (assetIds: readonly string[]) => {
      const before = world.telemetry.database.statements;
      const { errors, data } = await world.ask('operator', query, {
        variables: { of: assetIds.map((id) => ({ __typename: 'Asset', id })) },
      });
      expect(errors).toEqual([]);
      expect(JSON.stringify(data).match(/"totalCount":2/g)).toHaveLength(assetIds.length);
      return world.telemetry.database.statements - before;
    };
    const one = await count(ids.slice(0, 1));
    expect(await count(ids)).toBe(one);
    expect(one).toBe(5);
  });
});
