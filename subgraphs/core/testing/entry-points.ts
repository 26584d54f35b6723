import type { Attempt, EntryPoint, Outcome } from '@dcmms/runtime/testing/entry-points.ts';
import { changeDocument } from './change.ts';
import type { World } from './world.ts';

type Asked = ReturnType<Attempt<World>>;

const nothing = { data: { item: null } };
const none = { data: { list: { totalCount: 0, nodes: [] } } };
const forbidden: Outcome = { error: 'FORBIDDEN' };
const badInput: Outcome = { error: 'BAD_USER_INPUT' };

/** What a technician may do with orders that are assigned to them. */
const byAssignment: readonly string[] = ['updateWorkOrder', 'startWorkOrder', 'holdWorkOrder', 'resumeWorkOrder', 'completeWorkOrder'];

/** Every root field and entity of core, with what comes of those who have no business there. */
export const entryPoints: readonly EntryPoint<World>[] = [
  {
    kind: 'query',
    name: 'viewer',
    cases: {
      // It shows who asks; there is nothing of anybody else to ask for.
      wrongTenant: ({ abroad }) => ({
        as: 'foreigner',
        query: '{ viewer { tenant { id } } }',
        outcome: { data: { viewer: { tenant: { id: abroad } } } },
      }),
      missingPermission: { cannotHappen: 'whoever is signed in may ask who they are' },
      outOfScope: ({ sites }) => ({
        as: 'neighbour',
        query: '{ viewer { sites { id } } }',
        outcome: { data: { viewer: { sites: [{ id: sites.south }] } } },
      }),
      malformed: { cannotHappen: 'it takes no input' },
    },
  },
  {
    kind: 'query',
    name: 'users',
    cases: {
      wrongTenant: ({ users }) => many('foreigner', 'users', { id: { eq: users.technician } }, none),
      missingPermission: () => many('technician', 'users', {}, forbidden),
      outOfScope: [
        ({ users }) => many('neighbour', 'users', { id: { eq: users.technician } }, none),
        ({ sites }) => many('neighbour', 'users', { siteId: { eq: sites.abroad } }, none),
      ],
      malformed: [...malformedList('users'), () => many('admin', 'users', { siteId: { in: ['NORTH'] } }, badInput)],
    },
  },
  {
    kind: 'query',
    name: 'site',
    cases: {
      wrongTenant: [({ sites }) => one('foreigner', 'site', sites.north, nothing), () => named('foreigner', 'site', 'SOUTH', nothing)],
      missingPermission: ({ sites }) => one('nobody', 'site', sites.north, forbidden),
      outOfScope: [
        ({ sites }) => one('neighbour', 'site', sites.north, nothing),
        () => named('neighbour', 'site', 'NORTH', nothing),
        // A contractor sees the sites of their orders, whatever list of sites they are on.
        ({ sites }) => one('contractor', 'site', sites.north, nothing),
      ],
      malformed: malformedKey('site', 'code'),
    },
  },
  {
    kind: 'query',
    name: 'sites',
    cases: {
      wrongTenant: ({ sites }) => many('foreigner', 'sites', { id: { eq: sites.north } }, none),
      missingPermission: () => many('nobody', 'sites', {}, forbidden),
      outOfScope: ({ sites }) => many('neighbour', 'sites', { id: { in: [sites.north] } }, none),
      malformed: malformedList('sites'),
    },
  },
  {
    kind: 'query',
    name: 'asset',
    cases: {
      wrongTenant: [
        ({ assets }) => one('foreigner', 'asset', assets.inverter, nothing),
        () => named('foreigner', 'asset', 'INV-21', nothing),
      ],
      missingPermission: ({ assets }) => one('nobody', 'asset', assets.inverter, forbidden),
      outOfScope: [
        ({ assets }) => one('neighbour', 'asset', assets.inverter, nothing),
        // No order of theirs is about it.
        ({ assets }) => one('technician', 'asset', assets.second, nothing),
      ],
      malformed: malformedKey('asset', 'code'),
    },
  },
  {
    kind: 'query',
    name: 'assets',
    cases: {
      wrongTenant: ({ sites }) => many('foreigner', 'assets', { siteId: { eq: sites.north } }, none),
      missingPermission: () => many('nobody', 'assets', {}, forbidden),
      outOfScope: ({ sites }) => many('neighbour', 'assets', { siteId: { eq: sites.north } }, none),
      malformed: malformedList('assets'),
    },
  },
  {
    kind: 'query',
    name: 'assetCounts',
    cases: {
      wrongTenant: ({ sites }) => assetCounts('foreigner', { siteId: { eq: sites.north } }, { data: { assetCounts: [] } }),
      missingPermission: () => assetCounts('nobody', {}, forbidden),
      outOfScope: [
        ({ sites }) => assetCounts('neighbour', { siteId: { eq: sites.north } }, { data: { assetCounts: [] } }),
        // No order of theirs is about it.
        ({ assets }) => assetCounts('technician', { id: { eq: assets.second } }, { data: { assetCounts: [] } }),
      ],
      malformed: [
        () => assetCounts('admin', { siteId: { eq: 'NORTH' } }, badInput),
        () => assetCounts('admin', { type: { in: ['ROCKET'] } }, badInput),
      ],
    },
  },
  {
    kind: 'query',
    name: 'workOrder',
    cases: {
      wrongTenant: ({ orders }) => one('foreigner', 'workOrder', orders.mine, nothing),
      missingPermission: ({ orders }) => one('nobody', 'workOrder', orders.mine, forbidden),
      outOfScope: [
        ({ orders }) => one('neighbour', 'workOrder', orders.mine, nothing),
        ({ orders }) => one('technician', 'workOrder', orders.colleagues, nothing),
      ],
      malformed: malformedKey('workOrder', 'number'),
    },
  },
  {
    kind: 'query',
    name: 'workOrders',
    cases: {
      wrongTenant: ({ sites }) => many('foreigner', 'workOrders', { siteId: { eq: sites.north } }, none),
      missingPermission: () => many('nobody', 'workOrders', {}, forbidden),
      outOfScope: [
        ({ sites }) => many('neighbour', 'workOrders', { siteId: { eq: sites.north } }, none),
        ({ users }) => many('technician', 'workOrders', { assignedToId: { eq: users.colleague } }, none),
      ],
      malformed: malformedList('workOrders'),
    },
  },
  {
    kind: 'query',
    name: 'workOrderCounts',
    cases: {
      wrongTenant: ({ sites }) => counts('foreigner', { siteId: { eq: sites.north } }, { data: { workOrderCounts: [] } }),
      missingPermission: () => counts('nobody', {}, forbidden),
      outOfScope: [
        ({ sites }) => counts('neighbour', { siteId: { eq: sites.north } }, { data: { workOrderCounts: [] } }),
        ({ users }) => counts('technician', { assignedToId: { eq: users.colleague } }, { data: { workOrderCounts: [] } }),
      ],
      malformed: [
        () => counts('admin', { siteId: { eq: 'NORTH' } }, badInput),
        () => counts('admin', { status: { in: ['BROKEN'] } }, badInput),
      ],
    },
  },
  {
    kind: 'mutation',
    name: 'createWorkOrder',
    cases: {
      wrongTenant: [
        ({ sites }) => create('foreigner', sites.north, {}, { problem: 'NOT_FOUND', path: ['siteId'] }),
        ({ sites, assets }) => create('admin', sites.north, { assetId: assets.abroad }, { problem: 'NOT_FOUND', path: ['assetId'] }),
      ],
      missingPermission: ({ sites }) => create('technician', sites.north, {}, forbidden),
      outOfScope: [
        ({ sites }) => create('coordinator', sites.south, {}, { problem: 'NOT_FOUND', path: ['siteId'] }),
        ({ sites, assets }) => create('coordinator', sites.north, { assetId: assets.south }, { problem: 'NOT_FOUND', path: ['assetId'] }),
        ({ sites }) => create('responder', sites.north, {}, { problem: 'FORBIDDEN', path: ['type'] }),
      ],
      malformed: [
        () => create('admin', 'NORTH', {}, badInput),
        ({ sites }) => create('admin', sites.north, { assetId: 'INV-01' }, badInput),
        ({ sites }) => create('admin', sites.north, { type: 'BROKEN' }, badInput),
        ({ sites }) => create('admin', sites.north, { title: '  ' }, { problem: 'INVALID', path: ['title'] }),
        ({ sites }) => create('admin', sites.north, { title: 'x'.repeat(256) }, { problem: 'INVALID', path: ['title'] }),
        ({ sites }) => create('admin', sites.north, { title: 'x\u0000' }, badInput),
        ({ sites }) => create('admin', sites.north, { estimatedCost: '-1' }, { problem: 'INVALID', path: ['estimatedCost'] }),
        ({ sites }) => create('admin', sites.north, { tasks: [{ title: '' }] }, { problem: 'INVALID', path: ['tasks', '0', 'title'] }),
        ({ sites, assets }) => create('admin', sites.north, { assetId: assets.south }, { problem: 'INVALID', path: ['assetId'] }),
        ({ sites, assets }) => create('admin', sites.north, { assetId: assets.retired }, { problem: 'INVALID', path: ['assetId'] }),
      ],
    },
  },
  {
    kind: 'mutation',
    name: 'createWorkOrderFromAlert',
    cases: {
      wrongTenant: ({ alerts }) => fromAlert('foreigner', alerts.north, {}, { problem: 'NOT_FOUND', path: ['alertId'] }),
      missingPermission: ({ alerts }) => fromAlert('technician', alerts.north, {}, forbidden),
      outOfScope: [
        ({ alerts }) => fromAlert('operator', alerts.south, {}, { problem: 'NOT_FOUND', path: ['alertId'] }),
        ({ alerts }) => fromAlert('responder', alerts.north, {}, { problem: 'FORBIDDEN', path: ['type'] }),
      ],
      malformed: [
        () => fromAlert('operator', 'AL-1', {}, badInput),
        ({ alerts }) => fromAlert('operator', alerts.north, { title: ' ' }, { problem: 'INVALID', path: ['title'] }),
      ],
    },
  },
  changeOf('updateWorkOrder', { title: 'Another' }, [
    ({ orders }) => changing('manager', 'updateWorkOrder', orders.draft, { title: '' }, { problem: 'INVALID', path: ['title'] }),
    ({ orders }) => changing('manager', 'updateWorkOrder', orders.draft, { type: null }, { problem: 'INVALID', path: ['type'] }),
    ({ orders }) => changing('manager', 'updateWorkOrder', orders.draft, { assetId: 'INV-01' }, badInput),
    ({ orders, assets }) =>
      changing('manager', 'updateWorkOrder', orders.draft, { assetId: assets.abroad }, { problem: 'NOT_FOUND', path: ['assetId'] }),
  ]),
  changeOf('submitWorkOrder', {}),
  changeOf('approveWorkOrder', {}),
  changeOf('rejectWorkOrder', { reason: 'No' }),
  changeOf('scheduleWorkOrder', { start: '2100-01-01T08:00:00Z', end: '2100-01-01T10:00:00Z' }, [
    ({ orders }) => changing('manager', 'scheduleWorkOrder', orders.draft, { start: 'tomorrow', end: '2100-01-01T10:00:00Z' }, badInput),
  ]),
  changeOf('unscheduleWorkOrder', { reason: 'No' }),
  changeOf('assignWorkOrder', { userId: '01a21350-de17-7000-99ca-39845b26bf17' }),
  changeOf('unassignWorkOrder', { reason: 'No' }),
  changeOf('startWorkOrder', { safetyAcknowledged: true }),
  changeOf('holdWorkOrder', { reason: 'No' }),
  changeOf('resumeWorkOrder', {}),
  changeOf('completeWorkOrder', { notes: 'Done' }),
  changeOf('verifyWorkOrder', {}),
  changeOf('reopenWorkOrder', { reason: 'No' }),
  changeOf('closeWorkOrder', {}),
  changeOf('cancelWorkOrder', { reason: 'No' }),
  taskOf('completeTask', {}),
  taskOf('skipTask', { reason: 'No' }),
  {
    kind: 'mutation',
    name: 'addComment',
    cases: {
      wrongTenant: ({ orders }) => comment('foreigner', orders.mine, 'Hello', { problem: 'NOT_FOUND', path: ['workOrderId'] }),
      missingPermission: ({ orders }) => comment('auditor', orders.mine, 'Hello', forbidden),
      outOfScope: [
        ({ orders }) => comment('neighbour', orders.mine, 'Hello', { problem: 'NOT_FOUND', path: ['workOrderId'] }),
        ({ orders }) => comment('technician', orders.colleagues, 'Hello', { problem: 'NOT_FOUND', path: ['workOrderId'] }),
      ],
      malformed: [
        () => comment('manager', 'WO-1', 'Hello', badInput),
        ({ orders }) => comment('manager', orders.mine, ' ', { problem: 'INVALID', path: ['body'] }),
        ({ orders }) => comment('manager', orders.mine, 'x'.repeat(10_001), { problem: 'INVALID', path: ['body'] }),
      ],
    },
  },
  {
    kind: 'subscription',
    name: 'workOrderChanged',
    cases: {
      // The test changes an order at the north site, one at the south and one abroad, in this order: what is heard first tells.
      wrongTenant: ({ orders, sites }) => heard('foreigner', { siteId: null }, orders.abroad, sites.abroad),
      missingPermission: () => subscribing('nobody', {}, { error: 'FORBIDDEN', path: ['workOrderChanged'] }),
      outOfScope: ({ orders, sites }) => heard('neighbour', { siteId: null }, orders.south, sites.south),
      malformed: [
        () => subscribing('manager', { siteId: 'NORTH' }, { error: 'BAD_USER_INPUT', path: ['workOrderChanged'] }),
        () => subscribing('manager', { after: 'rubbish' }, { error: 'BAD_USER_INPUT', path: ['workOrderChanged'] }),
        () => subscribing('manager', { after: cursorOfLongAgo }, { error: 'BAD_USER_INPUT', path: ['workOrderChanged'] }),
      ],
    },
  },
  entityOf('Site', ({ sites }) => sites.north, [['neighbour', ({ sites }) => sites.north]]),
  entityOf('Asset', ({ assets }) => assets.inverter, [
    ['neighbour', ({ assets }) => assets.inverter],
    ['technician', ({ assets }) => assets.second],
  ]),
  entityOf('WorkOrder', ({ orders }) => orders.mine, [
    ['neighbour', ({ orders }) => orders.mine],
    ['technician', ({ orders }) => orders.colleagues],
  ]),
  entityOf('WorkOrderTask', ({ tasks }) => tasks.mine, [
    ['neighbour', ({ tasks }) => tasks.mine],
    ['technician', ({ tasks }) => tasks.colleagues],
  ]),
  entityOf('WorkOrderComment', ({ comments }) => comments.mine, [
    ['neighbour', ({ comments }) => comments.mine],
    ['technician', ({ comments }) => comments.colleagues],
  ]),
  {
    kind: 'entity',
    name: 'User',
    cases: {
      wrongTenant: ({ users }) => entity('foreigner', 'User', users.manager, 'id', { data: { _entities: [null] } }),
      missingPermission: ({ users }) => ({
        ...entity('technician', 'User', users.manager, 'email', { error: 'FORBIDDEN', path: ['_entities', 0, 'email'] }),
      }),
      outOfScope: { cannotHappen: 'whoever is signed in may read the names of their tenant' },
      malformed: () => entity('admin', 'User', 'manager', 'id', badInput),
    },
  },
  {
    kind: 'entity',
    name: 'Role',
    cases: {
      // System roles are everybody's; the platform's own are no secret of a tenant.
      wrongTenant: ({ tenantRole }) => entity('foreigner', 'Role', tenantRole, 'name', { data: { _entities: [null] } }),
      missingPermission: ({ tenantRole }) =>
        entity('technician', 'Role', tenantRole, 'name', { error: 'FORBIDDEN', path: ['_entities', 0] }),
      outOfScope: { cannotHappen: 'a role belongs to no site' },
      malformed: () => entity('admin', 'Role', 'plant_manager', 'id', badInput),
    },
  },
  {
    kind: 'entity',
    name: 'Tenant',
    cases: {
      wrongTenant: ({ home }) => entity('foreigner', 'Tenant', home, 'name', { data: { _entities: [null] } }),
      missingPermission: { cannotHappen: 'whoever is signed in may read the name of their tenant' },
      outOfScope: { cannotHappen: 'a tenant is the widest scope' },
      malformed: () => entity('admin', 'Tenant', 'home', 'id', badInput),
    },
  },
];

/** A transition or update: what all of them answer to whoever has no business with the order. */
function changeOf(name: string, input: Readonly<Record<string, unknown>>, malformed: readonly Attempt<World>[] = []): EntryPoint<World> {
  const notFound: Outcome = { problem: 'NOT_FOUND', path: ['id'] };
  return {
    kind: 'mutation',
    name,
    cases: {
      wrongTenant: ({ orders }) => changing('foreigner', name, orders.mine, input, notFound),
      missingPermission: ({ orders }) => changing('auditor', name, orders.mine, input, forbidden),
      outOfScope: [
        ({ orders }) => changing('neighbour', name, orders.mine, input, notFound),
        ...(byAssignment.includes(name)
          ? [({ orders }: World) => changing('technician', name, orders.colleagues, input, notFound)]
          : [({ orders }: World) => changing('technician', name, orders.mine, input, forbidden)]),
      ],
      malformed: [
        () => changing('manager', name, 'WO-1', input, badInput),
        ({ orders }) => changing('manager', name, orders.mine, { ...input, version: 'latest' }, badInput),
        ...malformed,
      ],
    },
  };
}

function taskOf(name: 'completeTask' | 'skipTask', input: Readonly<Record<string, unknown>>): EntryPoint<World> {
  const document = `mutation ($input: ${name === 'completeTask' ? 'CompleteTask' : 'SkipTask'}Input!) {
    ${name}(input: $input) { task { id } workOrder { id } problems { code path message } } }`;
  const asking = (as: string, workOrderId: string, id: string, outcome: Outcome): Asked => ({
    as,
    query: document,
    variables: { input: { workOrderId, id, ...input } },
    outcome,
  });
  return {
    kind: 'mutation',
    name,
    cases: {
      wrongTenant: [
        ({ orders, tasks }) => asking('foreigner', orders.mine, tasks.mine, { problem: 'NOT_FOUND', path: ['workOrderId'] }),
        ({ orders, tasks }) => asking('foreigner', orders.abroad, tasks.mine, { problem: 'NOT_FOUND', path: ['id'] }),
      ],
      missingPermission: ({ orders, tasks }) => asking('operator', orders.mine, tasks.mine, forbidden),
      outOfScope: [
        ({ orders, tasks }) => asking('neighbour', orders.mine, tasks.mine, { problem: 'NOT_FOUND', path: ['workOrderId'] }),
        ({ orders, tasks }) => asking('technician', orders.colleagues, tasks.colleagues, { problem: 'NOT_FOUND', path: ['workOrderId'] }),
        ({ orders, tasks }) => asking('technician', orders.mine, tasks.colleagues, { problem: 'NOT_FOUND', path: ['id'] }),
      ],
      malformed: [
        ({ tasks }) => asking('technician', 'WO-1', tasks.mine, badInput),
        ({ orders }) => asking('technician', orders.mine, '1', badInput),
      ],
    },
  };
}

function entityOf(
  type: string,
  id: (world: World) => string,
  outOfScope: readonly (readonly [as: string, id: (world: World) => string])[],
): EntryPoint<World> {
  return {
    kind: 'entity',
    name: type,
    cases: {
      wrongTenant: (world) => entity('foreigner', type, id(world), 'id', { data: { _entities: [null] } }),
      missingPermission: (world) => entity('nobody', type, id(world), 'id', { error: 'FORBIDDEN', path: ['_entities', 0] }),
      outOfScope: outOfScope.map(
        ([as, reached]): Attempt<World> =>
          (world) =>
            entity(as, type, reached(world), 'id', { data: { _entities: [null] } }),
      ),
      malformed: () => entity('admin', type, 'X-1', 'id', { error: 'BAD_USER_INPUT', path: ['_entities', 0] }),
    },
  };
}

function one(as: string, field: string, id: string, outcome: Outcome): Asked {
  return { as, query: `query ($id: ID) { item: ${field}(id: $id) { id } }`, variables: { id }, outcome };
}

function named(as: string, field: string, code: string, outcome: Outcome): Asked {
  return { as, query: `query ($code: String) { item: ${field}(code: $code) { id } }`, variables: { code }, outcome };
}

function malformedKey(field: string, called: 'code' | 'number'): readonly Attempt<World>[] {
  return [
    () => one('admin', field, 'X-1', badInput),
    () => ({ as: 'admin', query: `{ item: ${field} { id } }`, outcome: badInput }),
    ({ home }) => ({
      as: 'admin',
      query: `query ($id: ID) { item: ${field}(id: $id, ${called}: "X-1") { id } }`,
      variables: { id: home },
      outcome: badInput,
    }),
    () => ({ as: 'admin', query: `{ item: ${field}(${called}: "\\u0000") { id } }`, outcome: badInput }),
  ];
}

function many(as: string, field: string, where: Readonly<Record<string, unknown>>, outcome: Outcome): Asked {
  return listing(as, field, { where }, outcome);
}

function listing(as: string, field: string, variables: Readonly<Record<string, unknown>>, outcome: Outcome): Asked {
  const type = { users: 'User', sites: 'Site', assets: 'Asset', workOrders: 'WorkOrder' }[field] ?? '';
  const query = `query ($first: Int, $after: String, $where: ${type}Where) {
    list: ${field}(first: $first, after: $after, where: $where) { totalCount nodes { id } } }`;
  return { as, query, variables, outcome };
}

function malformedList(field: string): readonly Attempt<World>[] {
  return [
    () => listing('admin', field, { first: 101 }, badInput),
    () => listing('admin', field, { first: -1 }, badInput),
    () => listing('admin', field, { after: 'rubbish' }, badInput),
    () => listing('admin', field, { where: { id: { eq: 'X-1' } } }, badInput),
  ];
}

function assetCounts(as: string, where: Readonly<Record<string, unknown>>, outcome: Outcome): Asked {
  const query = 'query ($where: AssetWhere) { assetCounts(where: $where) { type count } }';
  return { as, query, variables: { where }, outcome };
}

function counts(as: string, where: Readonly<Record<string, unknown>>, outcome: Outcome): Asked {
  const query = 'query ($where: WorkOrderWhere) { workOrderCounts(where: $where) { status count } }';
  return { as, query, variables: { where }, outcome };
}

function create(as: string, siteId: string, input: Readonly<Record<string, unknown>>, outcome: Outcome): Asked {
  const order = { siteId, type: 'CORRECTIVE', priority: 'LOW', title: 'Look', ...input };
  return { as, query: changeDocument('createWorkOrder'), variables: { input: order }, outcome };
}

function fromAlert(as: string, alertId: string, input: Readonly<Record<string, unknown>>, outcome: Outcome): Asked {
  return { as, query: changeDocument('createWorkOrderFromAlert'), variables: { input: { alertId, ...input } }, outcome };
}

function changing(as: string, name: string, id: string, input: Readonly<Record<string, unknown>>, outcome: Outcome): Asked {
  return { as, query: changeDocument(name), variables: { input: { id, version: 1, ...input } }, outcome };
}

function comment(as: string, workOrderId: string, body: string, outcome: Outcome): Asked {
  const query = `mutation ($input: AddCommentInput!) {
    addComment(input: $input) { comment { id } workOrder { id } problems { code path message } } }`;
  return { as, query, variables: { input: { workOrderId, body } }, outcome };
}

function entity(as: string, type: string, id: string, selection: string, outcome: Outcome): Asked {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`;
  return { as, query, variables: { representations: [{ __typename: type, id }] }, outcome };
}

function subscribing(as: string, variables: Readonly<Record<string, unknown>>, outcome: Outcome): Asked {
  const query = `subscription ($siteId: ID, $after: String) {
    workOrderChanged(siteId: $siteId, after: $after) { workOrder { id site { id } } } }`;
  return { as, query, variables, outcome };
}

function heard(as: string, variables: Readonly<Record<string, unknown>>, id: string, siteId: string): Asked {
  return subscribing(as, variables, { data: { workOrderChanged: { workOrder: { id, site: { id: siteId } } } } });
}

/** Well formed, and older than the outbox keeps. */
const cursorOfLongAgo = Buffer.from('1.1.1000.1.1577836800000').toString('base64url');
