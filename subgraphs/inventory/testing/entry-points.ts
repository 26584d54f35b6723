import type { Attempt, EntryPoint } from '@dcmms/runtime/testing/entry-points.ts';
import type { World } from './world.ts';

/** Every root field and entity of inventory, with what comes of those who have no business there. */
export const entryPoints: readonly EntryPoint<World>[] = [
  {
    kind: 'query',
    name: 'inventoryItem',
    cases: {
      wrongTenant: ({ items }) => item('administrator', items.foreignFan, { data: { inventoryItem: null } }),
      missingPermission: ({ items }) => item('operator', items.fan, { error: 'FORBIDDEN', path: ['inventoryItem'] }),
      outOfScope: [
        ({ items }) => item('storekeeper', items.southFan, { data: { inventoryItem: null } }),
        // Works by assignment and has no order in hand at the south site.
        ({ items }) => item('contractor', items.southFan, { data: { inventoryItem: null } }),
      ],
      malformed: () => item('administrator', 'FAN-120', { error: 'BAD_USER_INPUT', path: ['inventoryItem'] }),
    },
  },
  {
    kind: 'query',
    name: 'inventoryItems',
    cases: {
      wrongTenant: ({ sites }) => itemsOfSite('administrator', sites.abroad, { data: { inventoryItems: { totalCount: 0, nodes: [] } } }),
      missingPermission: ({ sites }) => itemsOfSite('operator', sites.north, { error: 'FORBIDDEN', path: ['inventoryItems'] }),
      outOfScope: ({ sites }) => itemsOfSite('storekeeper', sites.south, { data: { inventoryItems: { totalCount: 0, nodes: [] } } }),
      malformed: [
        () => itemsOfSite('administrator', 'NORTH', { error: 'BAD_USER_INPUT' }),
        () => pageOfItems({ first: 101 }),
        () => pageOfItems({ first: -1 }),
        () => pageOfItems({ after: 'rubbish' }),
        () => pageOfItems({ where: { code: { eq: 'FAN\u0000' } } }),
      ],
    },
  },
  {
    kind: 'mutation',
    name: 'consumeParts',
    cases: {
      wrongTenant: [
        ({ orders, items }) => consume('administrator', orders.foreign, items.foreignFan, { problem: 'NOT_FOUND', path: ['workOrderId'] }),
        ({ orders, items }) =>
          consume('administrator', orders.mine, items.foreignFan, { problem: 'NOT_FOUND', path: ['lines', '0', 'inventoryItemId'] }),
      ],
      missingPermission: ({ orders, items }) => consume('operator', orders.mine, items.fan, { error: 'FORBIDDEN', path: ['consumeParts'] }),
      outOfScope: [
        // A technician for the order of a colleague, a storekeeper for another site's order.
        ({ orders, items }) => consume('technician', orders.colleagues, items.fan, { problem: 'NOT_FOUND', path: ['workOrderId'] }),
        ({ orders, items }) => consume('storekeeper', orders.south, items.southFan, { problem: 'NOT_FOUND', path: ['workOrderId'] }),
        // Somebody may use parts at both sites, and still not those of one for the order of the other.
        ({ orders, items }) =>
          consume('manager', orders.mine, items.southFan, { problem: 'NOT_FOUND', path: ['lines', '0', 'inventoryItemId'] }),
      ],
      malformed: [
        ({ items }) => consume('technician', 'WO-1', items.fan, { error: 'BAD_USER_INPUT', path: ['consumeParts'] }),
        ({ orders }) => consume('technician', orders.mine, 'FAN-120', { error: 'BAD_USER_INPUT', path: ['consumeParts'] }),
        ({ orders, items }) => consume('technician', orders.mine, items.fan, { problem: 'INVALID', path: ['lines', '0', 'quantity'] }, 0),
        ({ orders, items }) => consume('technician', orders.mine, items.fan, { problem: 'INVALID', path: ['lines', '0', 'quantity'] }, -1),
      ],
    },
  },
  {
    kind: 'mutation',
    name: 'adjustStock',
    cases: {
      wrongTenant: ({ items }) => adjust('administrator', items.foreignFan, { problem: 'NOT_FOUND', path: ['inventoryItemId'] }),
      missingPermission: ({ items }) => adjust('technician', items.fan, { error: 'FORBIDDEN', path: ['adjustStock'] }),
      outOfScope: ({ items }) => adjust('storekeeper', items.southFan, { problem: 'NOT_FOUND', path: ['inventoryItemId'] }),
      malformed: [
        () => adjust('storekeeper', 'FAN-120', { error: 'BAD_USER_INPUT', path: ['adjustStock'] }),
        ({ items }) => adjust('storekeeper', items.fan, { problem: 'INVALID', path: ['change'] }, { change: 0 }),
        ({ items }) => adjust('storekeeper', items.fan, { problem: 'INVALID', path: ['change'] }, { change: 2_000_000_000 }),
        ({ items }) => adjust('storekeeper', items.fan, { problem: 'INVALID', path: ['reason'] }, { reason: '  ' }),
        ({ items }) => adjust('storekeeper', items.fan, { error: 'BAD_USER_INPUT', path: ['adjustStock'] }, { reason: 'count\u0000' }),
      ],
    },
  },
  {
    kind: 'entity',
    name: 'InventoryItem',
    cases: {
      wrongTenant: ({ items }) => entity('administrator', 'InventoryItem', items.foreignFan, 'code', { data: { _entities: [null] } }),
      missingPermission: ({ items }) =>
        entity('operator', 'InventoryItem', items.fan, 'code', { error: 'FORBIDDEN', path: ['_entities', 0] }),
      outOfScope: ({ items }) => entity('storekeeper', 'InventoryItem', items.southFan, 'code', { data: { _entities: [null] } }),
      malformed: () => entity('administrator', 'InventoryItem', 'FAN-120', 'code', { error: 'BAD_USER_INPUT', path: ['_entities', 0] }),
    },
  },
  {
    kind: 'entity',
    name: 'WorkOrderPart',
    cases: {
      wrongTenant: ({ usedParts }) =>
        entity('administrator', 'WorkOrderPart', usedParts.foreign, 'quantity', { data: { _entities: [null] } }),
      missingPermission: ({ usedParts }) =>
        entity('nobody', 'WorkOrderPart', usedParts.north, 'quantity', { error: 'FORBIDDEN', path: ['_entities', 0] }),
      outOfScope: [
        ({ usedParts }) => entity('storekeeper', 'WorkOrderPart', usedParts.south, 'quantity', { data: { _entities: [null] } }),
        ({ usedParts }) => entity('technician', 'WorkOrderPart', usedParts.north, 'quantity', { data: { _entities: [null] } }),
      ],
      malformed: () => entity('administrator', 'WorkOrderPart', '1', 'quantity', { error: 'BAD_USER_INPUT', path: ['_entities', 0] }),
    },
  },
  {
    kind: 'entity',
    name: 'WorkOrder',
    cases: {
      // Core owns orders and answers whether there is one; here an order that is out of reach has used nothing, as one that does not exist.
      wrongTenant: ({ orders }) => parts('administrator', orders.foreign, { data: { _entities: [{ parts: [] }] } }),
      missingPermission: ({ orders }) => parts('nobody', orders.colleagues, { error: 'FORBIDDEN', path: ['_entities', 0, 'parts'] }),
      outOfScope: [
        ({ orders }) => parts('storekeeper', orders.south, { data: { _entities: [{ parts: [] }] } }),
        ({ orders }) => parts('technician', orders.colleagues, { data: { _entities: [{ parts: [] }] } }),
      ],
      malformed: () => parts('administrator', 'WO-1', { error: 'BAD_USER_INPUT', path: ['_entities', 0] }),
    },
  },
  {
    kind: 'entity',
    name: 'Site',
    cases: {
      wrongTenant: ({ sites }) => store('administrator', sites.abroad, { data: { _entities: [{ inventoryItems: { nodes: [] } }] } }),
      missingPermission: ({ sites }) => store('operator', sites.north, { error: 'FORBIDDEN', path: ['_entities', 0, 'inventoryItems'] }),
      outOfScope: ({ sites }) => store('storekeeper', sites.south, { data: { _entities: [{ inventoryItems: { nodes: [] } }] } }),
      malformed: () => store('administrator', 'NORTH', { error: 'BAD_USER_INPUT', path: ['_entities', 0] }),
    },
  },
];

type Asked = ReturnType<Attempt<World>>;

function item(as: string, id: string, outcome: Asked['outcome']): Asked {
  return { as, query: 'query ($id: ID!) { inventoryItem(id: $id) { id code } }', variables: { id }, outcome };
}

function itemsOfSite(as: string, siteId: string, outcome: Asked['outcome']): Asked {
  const query = 'query ($siteId: ID!) { inventoryItems(where: { siteId: { eq: $siteId } }) { totalCount nodes { code } } }';
  return { as, query, variables: { siteId }, outcome };
}

function pageOfItems(variables: Record<string, unknown>): Asked {
  const query =
    'query ($first: Int, $after: String, $where: InventoryItemWhere) { inventoryItems(first: $first, after: $after, where: $where) { nodes { code } } }';
  return { as: 'administrator', query, variables, outcome: { error: 'BAD_USER_INPUT', path: ['inventoryItems'] } };
}

function consume(as: string, workOrderId: string, inventoryItemId: string, outcome: Asked['outcome'], quantity = 1): Asked {
  const query =
    'mutation ($input: ConsumePartsInput!) { consumeParts(input: $input) { workOrder { id } parts { id } problems { code path message } } }';
  return { as, query, variables: { input: { workOrderId, lines: [{ inventoryItemId, quantity }] } }, outcome };
}

function adjust(as: string, inventoryItemId: string, outcome: Asked['outcome'], input: Record<string, unknown> = {}): Asked {
  const query =
    'mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { inventoryItem { id } problems { code path message } } }';
  return { as, query, variables: { input: { inventoryItemId, change: 1, reason: 'Found one', ...input } }, outcome };
}

function entity(as: string, type: string, id: string, selection: string, outcome: Asked['outcome']): Asked {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`;
  return { as, query, variables: { representations: [{ __typename: type, id }] }, outcome };
}

function parts(as: string, id: string, outcome: Asked['outcome']): Asked {
  return entity(as, 'WorkOrder', id, 'parts { quantity }', outcome);
}

function store(as: string, id: string, outcome: Asked['outcome']): Asked {
  return entity(as, 'Site', id, 'inventoryItems { nodes { code } }', outcome);
}
