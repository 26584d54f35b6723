import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workOrderStateHistory } from '@dcmms/db/work-orders/state-history.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import { change, changeNow } from './testing/change.ts';
import { World } from './testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

test('the viewer sees themselves: tenant, roles, permissions and sites', async () => {
  const query =
    '{ viewer { id email displayName tenant { code name } roles { name displayName description } permissions sites { code } } }';
  const { data, errors } = await world.ask('manager', query);
  expect(errors).toEqual([]);
  expect(data).toMatchObject({
    viewer: {
      id: world.users.manager,
      email: 'manager@home.test',
      tenant: { code: 'home', name: 'Home' },
      roles: [{ name: 'plant_manager', displayName: 'Plant manager', description: expect.any(String) as unknown }],
      sites: [{ code: 'NORTH' }, { code: 'SOUTH' }],
    },
  });
  const { permissions } = (data as { viewer: { permissions: string[] } }).viewer;
  expect(permissions).toContain('approve:work-orders');
  expect(permissions).not.toContain('manage:system');
  expect(permissions).toEqual([...permissions].sort());
});

test('sites, assets and orders are found by what people call them; a well-formed id that is unknown is no error', async () => {
  const order = await world.addOrder({ status: 'draft', number: 'WO-20260101-4711' });
  const query = `query ($unknown: ID) {
    site(code: "NORTH") { id type capacityMw status timezone }
    asset(code: "INV-01") { id level type labels manufacturer model serialNumber commissionedOn parent { code } site { code } }
    workOrder(number: "WO-20260101-4711") { id asset { code } site { code } createdBy { displayName } }
    unknownSite: site(id: $unknown) { id }
    unknownAsset: asset(id: $unknown) { id }
    unknownOrder: workOrder(id: $unknown) { id }
    otherCase: site(code: "north") { id }
  }`;
  const { data, errors } = await world.ask('manager', query, { variables: { unknown: uuidv7() } });
  expect(errors).toEqual([]);
  expect(data).toEqual({
    site: { id: world.sites.north, type: 'SOLAR', capacityMw: 12.5, status: 'ACTIVE', timezone: 'UTC' },
    asset: {
      id: world.assets.inverter,
      level: 1,
      type: 'INVERTER',
      labels: [],
      manufacturer: 'Sungrow',
      model: 'SG250',
      serialNumber: 'SN-1',
      commissionedOn: '2020-05-04',
      parent: { code: 'NORTH-PLANT' },
      site: { code: 'NORTH' },
    },
    workOrder: { id: order, asset: { code: 'INV-01' }, site: { code: 'NORTH' }, createdBy: { displayName: 'manager Doe' } },
    unknownSite: null,
    unknownAsset: null,
    unknownOrder: null,
    otherCase: null,
  });
});

test('who works by assignment sees their orders, and the sites and assets of these', async () => {
  const query = '{ sites { nodes { code } } assets { nodes { code } } workOrders { nodes { id } totalCount } }';
  const { data, errors } = await world.ask('colleague', query);
  expect(errors).toEqual([]);
  expect(data).toEqual({
    sites: { nodes: [{ code: 'NORTH' }] },
    assets: { nodes: [{ code: 'INV-02' }] },
    workOrders: { nodes: [{ id: world.orders.colleagues }], totalCount: 1 },
  });
});

test('money is null, without an error, for whoever may not see it', async () => {
  const id = await world.addOrder({ status: 'draft', estimatedCost: '99.90', currency: 'EUR', assignedTo: world.users.technician });
  const query = 'query ($id: ID) { workOrder(id: $id) { estimatedCost currency } }';
  for (const [as, estimatedCost] of [
    ['manager', '99.90'],
    ['technician', null],
    ['operator', null],
  ] as const) {
    expect(await world.ask(as, query, { variables: { id } })).toEqual({
      data: { workOrder: { estimatedCost, currency: 'EUR' } },
      errors: [],
    });
  }
});

test('a nested field that needs another permission is null with an error at its path, the rest is served', async () => {
  const id = await world.addOrder({ status: 'draft', assignedTo: world.users.technician });
  const { data, errors } = await world.ask(
    'technician',
    'query ($id: ID) { workOrder(id: $id) { status createdBy { displayName email } } }',
    { variables: { id } },
  );
  expect(data).toEqual({ workOrder: { status: 'DRAFT', createdBy: { displayName: 'manager Doe', email: null } } });
  expect(errors.map(({ code, path }) => [code, path])).toEqual([['FORBIDDEN', ['workOrder', 'createdBy', 'email']]]);
});

test('that an order has an alert is not even told by its id to whoever may not read alerts', async () => {
  const id = await world.addOrder({ status: 'in_progress', assignedTo: world.users.contractor, alertId: world.alerts.north });
  const query = 'query ($id: ID) { workOrder(id: $id) { alert { id } prediction { id } } }';
  const { data, errors } = await world.ask('contractor', query, { variables: { id } });
  expect(data).toEqual({ workOrder: { alert: null, prediction: null } });
  expect(errors.map(({ code, path }) => [code, path?.at(-1)])).toEqual([
    ['FORBIDDEN', 'alert'],
    ['FORBIDDEN', 'prediction'],
  ]);
  const seen = await world.ask('manager', query, { variables: { id } });
  expect(seen).toEqual({ data: { workOrder: { alert: { id: world.alerts.north }, prediction: null } }, errors: [] });
});

describe('a list of orders', () => {
  let listed: World;

  beforeAll(async () => {
    listed = await World.create();
    for (let index = 0; index < 7; index += 1) {
      await listed.addOrder({
        status: index % 2 === 0 ? 'approved' : 'scheduled',
        title: `Listed ${index}`,
        priority: index < 3 ? 'high' : 'low',
        scheduledStart: index % 2 === 0 ? null : listed.hours(index),
        scheduledEnd: index % 2 === 0 ? null : listed.hours(index + 1),
      });
    }
  });
  afterAll(() => listed[Symbol.asyncDispose]());

  test.each(
    ['CREATED_AT', 'UPDATED_AT', 'NUMBER', 'SCHEDULED_START', 'STATUS'].flatMap((field) => [
      { field, direction: 'ASC' },
      { field, direction: 'DESC' },
    ]),
  )('by $field $direction is walked in pages without a gap or a repetition', async (orderBy) => {
    const all = await pageOf({ first: 100, orderBy });
    const walked: string[] = [];
    let after: string | undefined;
    do {
      const page = await pageOf({ first: 2, after, orderBy });
      walked.push(...page.nodes.map(({ title }) => title));
      expect(page.totalCount).toBe(7);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
    } while (after !== undefined);
    expect(walked).toEqual(all.nodes.map(({ title }) => title));
    expect(new Set(walked).size).toBe(7);
  });

  test('is filtered by typed conditions that combine', async () => {
    const titles = async (where: unknown) => (await pageOf({ where })).nodes.map(({ title }) => title).sort();
    expect(await titles({ status: { eq: 'SCHEDULED' } })).toEqual(['Listed 1', 'Listed 3', 'Listed 5']);
    expect(await titles({ and: [{ priority: { in: ['HIGH'] } }, { not: { status: { eq: 'SCHEDULED' } } }] })).toEqual([
      'Listed 0',
      'Listed 2',
    ]);
    expect(await titles({ or: [{ title: { contains: 'ISTED 6' } }, { title: { eq: 'Listed 0' } }] })).toEqual(['Listed 0', 'Listed 6']);
    expect(await titles({ scheduledStart: { eq: null } })).toEqual(['Listed 0', 'Listed 2', 'Listed 4', 'Listed 6']);
    expect(await titles({ scheduledStart: { gt: listed.hours(4).toISOString() } })).toEqual(['Listed 5']);
    const later = await titles({ not: { scheduledStart: { gt: listed.hours(4).toISOString() } } });
    expect(later, 'everything else, orders without a start among it').toEqual([
      'Listed 0',
      'Listed 1',
      'Listed 2',
      'Listed 3',
      'Listed 4',
      'Listed 6',
    ]);
    expect(await titles({ createdAt: { gte: listed.hours(-1).toISOString(), lt: listed.hours(1).toISOString() } })).toHaveLength(7);
    expect(await titles({ createdAt: { lt: listed.hours(-1).toISOString() } })).toEqual([]);
  });

  async function pageOf(variables: Readonly<Record<string, unknown>>) {
    const query = `query ($first: Int, $after: String, $where: WorkOrderWhere, $orderBy: WorkOrderOrder) {
      workOrders(first: $first, after: $after, orderBy: $orderBy, where: { and: [{ title: { contains: "Listed" } }, $where] }) {
        nodes { title } pageInfo { hasNextPage endCursor } totalCount } }`
      .replace(', $where]', variables['where'] ? ', $where]' : ']')
      .replace('$where: WorkOrderWhere, ', variables['where'] ? '$where: WorkOrderWhere!, ' : '');
    const { data, errors } = await listed.ask('admin', query, { variables });
    expect(errors).toEqual([]);
    return (
      data as { workOrders: { nodes: { title: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string }; totalCount: number } }
    ).workOrders;
  }
});

test('the timeline tells changes of state and comments in the order in which they happened, page by page', async () => {
  const { workOrder } = await change(world, 'coordinator', 'createWorkOrder', {
    siteId: world.sites.north,
    type: 'CORRECTIVE',
    priority: 'LOW',
    title: 'Told',
    description: 'So',
  });
  const id = workOrder?.id ?? '';
  await world.ask('manager', 'mutation ($input: AddCommentInput!) { addComment(input: $input) { problems { code } } }', {
    variables: { input: { workOrderId: id, body: 'Why?' } },
  });
  await changeNow(world, 'coordinator', 'submitWorkOrder', id, { reason: 'Ready' });
  const query = `query ($id: ID, $first: Int, $after: String) { workOrder(id: $id) { timeline(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { kind transition fromStatus toStatus reason body actor { id } } } } }`;
  const page = async (first: number, after?: string) => {
    const { data, errors } = await world.ask('manager', query, { variables: { id, first, after } });
    expect(errors).toEqual([]);
    return (
      data as { workOrder: { timeline: { totalCount: number; nodes: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } }
    ).workOrder.timeline;
  };
  const all = await page(10);
  expect(all).toMatchObject({
    totalCount: 3,
    pageInfo: { hasNextPage: false },
    nodes: [
      {
        kind: 'STATE',
        transition: 'createWorkOrder',
        fromStatus: null,
        toStatus: 'DRAFT',
        reason: null,
        body: null,
        actor: { id: world.users.coordinator },
      },
      {
        kind: 'COMMENT',
        transition: null,
        fromStatus: null,
        toStatus: null,
        reason: null,
        body: 'Why?',
        actor: { id: world.users.manager },
      },
      {
        kind: 'STATE',
        transition: 'submitWorkOrder',
        fromStatus: 'DRAFT',
        toStatus: 'SUBMITTED',
        reason: 'Ready',
        body: null,
        actor: { id: world.users.coordinator },
      },
    ],
  });
  const first = await page(2);
  const rest = await page(2, first.pageInfo.endCursor);
  expect([...first.nodes, ...rest.nodes]).toEqual(all.nodes);
  expect(rest.pageInfo.hasNextPage).toBe(false);
  const malformed = await world.ask('manager', query, { variables: { id, after: 'rubbish' } });
  expect(malformed.errors.map(({ code }) => code)).toEqual(['BAD_USER_INPUT']);
});

test('a contractor sees comments that are meant for everybody', async () => {
  const id = await world.addOrder({ status: 'assigned', assignedTo: world.users.contractor });
  await world.addComment(id, { body: 'For all' });
  const internal = await world.addComment(id, { body: 'For us', visibility: 'internal' });
  await world.addComment(id, { body: 'Taken back', deleted: true });
  const query = 'query ($id: ID) { workOrder(id: $id) { timeline { totalCount nodes { body } } } }';
  const bodies = async (as: string) => (await world.ask(as, query, { variables: { id } })).data;
  expect(await bodies('contractor')).toEqual({ workOrder: { timeline: { totalCount: 1, nodes: [{ body: 'For all' }] } } });
  expect(await bodies('manager')).toEqual({ workOrder: { timeline: { totalCount: 2, nodes: [{ body: 'For all' }, { body: 'For us' }] } } });
  const entity = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on WorkOrderComment { body } } }';
  const asked = await world.ask('contractor', entity, { variables: { r: [{ __typename: 'WorkOrderComment', id: internal }] } });
  expect(asked).toEqual({ data: { _entities: [null] }, errors: [] });
});

describe('the number of statements does not grow with the page', () => {
  let crowd: World;

  beforeAll(async () => {
    crowd = await World.create();
    for (let index = 0; index < 12; index += 1) {
      const assetId = await crowd.addAsset({
        parentId: crowd.assets.plant,
        hierarchyLevel: 1,
        code: `C-${String(index).padStart(2, '0')}`,
      });
      for (const status of ['assigned', 'in_progress'] as const) {
        const id = await crowd.addOrder({ status, assetId, assignedTo: crowd.users.technician });
        await crowd.addTask(id);
        await crowd.addLabor(id, crowd.users.technician);
        await crowd.addComment(id);
        await crowd.rows
          .insert(workOrderStateHistory)
          .values({ tenantId: crowd.home, workOrderId: id, toStatus: 'draft', transition: 'create', actorId: crowd.users.manager });
      }
    }
  });
  afterAll(() => crowd[Symbol.asyncDispose]());

  const order = `id actions { name allowed blockedBy } site { code } asset { code } assignedTo { displayName } createdBy { displayName }
    tasks { title completedBy { id } } labor { user { displayName } } timeline(first: 2) { totalCount nodes { kind actor { displayName } } } sla { responseDue }`;

  test.each(['admin', 'manager', 'technician'] as const)('of a nested query by %s', async (as) => {
    const query = `query ($first: Int) { sites { nodes { code
      assets(first: $first, where: { code: { contains: "C-" } }) { totalCount nodes { code parent { code } site { code }
        children(first: 2) { nodes { code } }
        workOrders(first: $first) { totalCount nodes { ${order} } } } }
      workOrders(first: $first) { nodes { number } } } } }`;
    const counted = async (first: number) => {
      const before = crowd.core.database.statements;
      const { data, errors } = await crowd.ask(as, query, { variables: { first } });
      expect(errors).toEqual([]);
      const { sites } = data as { sites: { nodes: { assets: { nodes: { workOrders: { nodes: unknown[] } }[] } }[] } };
      const orders = sites.nodes.flatMap((site) => site.assets.nodes.flatMap((asset) => asset.workOrders.nodes)).length;
      return { statements: crowd.core.database.statements - before, orders };
    };
    const [few, many] = [await counted(1), await counted(12)];
    expect(many.orders).toBe(24);
    expect(few.orders).toBe(1);
    expect(many.statements).toBe(few.statements);
  });

  test('of entities that the gateway asks for', async () => {
    const { data } = await crowd.ask(
      'admin',
      '{ workOrders(first: 20, where: { title: { eq: "The fan is loud" } }) { nodes { id } } assets(first: 12) { nodes { id } } }',
    );
    const { workOrders, assets } = data as { workOrders: { nodes: { id: string }[] }; assets: { nodes: { id: string }[] } };
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on WorkOrder { number asset { code } } ... on Asset { code site { code } } } }';
    const representations = [
      ...workOrders.nodes.map(({ id }) => ({ __typename: 'WorkOrder', id })),
      ...assets.nodes.map(({ id }) => ({ __typename: 'Asset', id })),
    ];
    const before = crowd.core.database.statements;
    const { errors } = await crowd.ask('admin', query, { variables: { r: representations } });
    expect(errors).toEqual([]);
    // The orders, the assets that were asked for, those of the orders, the sites.
    expect(crowd.core.database.statements - before).toBeLessThanOrEqual(4);
  });
});
