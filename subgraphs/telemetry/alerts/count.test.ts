import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
  // Besides one active alert of severity high of each asset.
  for (const severity of ['critical', 'critical', 'low'] as const) await world.addAlert({ severity });
  await world.addAlert({ severity: 'critical', status: 'acknowledged' });
  await world.addAlert({ severity: 'low', status: 'suppressed' });
  for (const severity of ['critical', 'info'] as const) await world.addAlert({ severity, status: 'resolved' });
  await world.addAlert({ severity: 'medium', status: 'resolved', resolvedAutomatically: true });
  await world.addAlert({ severity: 'medium', status: 'resolved', resolvedAutomatically: true, acknowledgedAt: new Date() });
});
afterAll(() => world[Symbol.asyncDispose]());

const north = [
  { severity: 'CRITICAL', active: 2, acknowledged: 1, suppressed: 0, cleared: 0 },
  { severity: 'HIGH', active: 2, acknowledged: 0, suppressed: 0, cleared: 0 },
  { severity: 'MEDIUM', active: 0, acknowledged: 0, suppressed: 0, cleared: 1 },
  { severity: 'LOW', active: 1, acknowledged: 0, suppressed: 1, cleared: 0 },
];
const selection = 'severity active acknowledged suppressed cleared';

describe('counts of alerts', () => {
  test('are of what is not over or was never acknowledged, the worst first, of one site or of all within reach', async () => {
    const counted = async (as: string, siteId?: string) => {
      const { data, errors } = await world.ask(as, `query ($siteId: ID) { alertCounts(siteId: $siteId) { ${selection} } }`, {
        variables: { siteId },
      });
      expect(errors).toEqual([]);
      return (data as { alertCounts: unknown }).alertCounts;
    };
    expect(await counted('operator')).toEqual(north);
    expect(await counted('administrator', world.sites.north)).toEqual(north);
    expect(await counted('administrator')).toEqual([north[0], { ...north[1], active: 3 }, ...north.slice(2)]);
    expect(await counted('southOperator')).toEqual([{ severity: 'HIGH', active: 1, acknowledged: 0, suppressed: 0, cleared: 0 }]);
    expect(await counted('technician')).toEqual([{ severity: 'HIGH', active: 1, acknowledged: 0, suppressed: 0, cleared: 0 }]);
  });

  test('of many sites and assets are one statement each, and nothing for what is out of reach', async () => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Site { id alertCounts { ${selection} } } ... on Asset { id alertCounts { severity active } } } }`;
    const of = [
      ...[world.sites.north, world.sites.south, world.sites.abroad].map((id) => ({ __typename: 'Site', id })),
      ...[world.assets.battery, world.assets.southInverter].map((id) => ({ __typename: 'Asset', id })),
    ];
    const before = world.telemetry.database.statements;
    const { data, errors } = await world.ask('operator', query, { variables: { of } });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      _entities: [
        { id: world.sites.north, alertCounts: north },
        { id: world.sites.south, alertCounts: [] },
        { id: world.sites.abroad, alertCounts: [] },
        { id: world.assets.battery, alertCounts: [{ severity: 'HIGH', active: 1 }] },
        { id: world.assets.southInverter, alertCounts: [] },
      ],
    });
    expect(world.telemetry.database.statements - before).toBe(2);
  });

  test('agree with the list by severity, the worst first and of one severity the newest first, page by page', async () => {
    const query = `query ($after: String) { alerts(first: 2, after: $after, where: { status: { in: [ACTIVE, ACKNOWLEDGED] } },
      orderBy: { field: SEVERITY, direction: DESC }) { nodes { id severity } pageInfo { endCursor hasNextPage } } }`;
    const listed: { id: string; severity: string }[] = [];
    for (let after: string | undefined; ;) {
      const { data, errors } = await world.ask('operator', query, { variables: { after } });
      expect(errors).toEqual([]);
      const { alerts } = data as {
        alerts: { nodes: { id: string; severity: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
      };
      listed.push(...alerts.nodes);
      if (!alerts.pageInfo.hasNextPage) break;
      after = alerts.pageInfo.endCursor;
    }
    expect(listed.map(({ severity }) => severity)).toEqual(['CRITICAL', 'CRITICAL', 'CRITICAL', 'HIGH', 'HIGH', 'LOW']);
    const critical = listed.slice(0, 3).map(({ id }) => id);
    expect(critical).toEqual(critical.toSorted().reverse());
  });

  test('alerts are found by a part of their title or number', async () => {
    const id = await world.addAlert({ title: 'Insulation low: INV-44', number: 'AL-20261125-0815', status: 'resolved' });
    const found = async (where: object) =>
      (await world.ask('operator', 'query ($where: AlertWhere) { alerts(where: $where) { nodes { id } } }', { variables: { where } })).data;
    expect(await found({ title: { contains: 'inv-44' } })).toEqual({ alerts: { nodes: [{ id }] } });
    expect(await found({ or: [{ number: { contains: '25-0815' } }, { title: { contains: 'nothing' } }] })).toEqual({
      alerts: { nodes: [{ id }] },
    });
  });
});
