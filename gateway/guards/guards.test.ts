import { getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { supergraphSdl } from '@dcmms/schema/read.ts';
import { readGeneration } from '../subscriptions/generation.ts';
import { readDirectives } from '../supergraph/directives.ts';
import { composeSupergraph, linked } from '../testing/compose.ts';
import { person } from '../testing/people.ts';
import { checkCost, costOf } from './cost.ts';
import { readDocument } from './guard.ts';
import { operationLimits } from './limits.ts';
import { checkPermissions } from './permission.ts';
import { checkStructure, checkVariables } from './structure.ts';

const tiny = load(
  composeSupergraph({
    core: `${linked}
      type Query {
        assets(first: Int = 10): AssetConnection! @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], assumedSize: 25, requireOneSlicingArgument: false)
        asset: Asset @auth(permissions: ["read:assets", "manage:assets"])
        search(text: String! @cost(weight: 50)): [Asset!] @cost(weight: 3)
        named: Named
        open: String
      }
      type Mutation { rename: Asset @auth(permissions: ["update:assets"]) }
      interface Named { name: String children: [Named!] @listSize(assumedSize: 4) }
      type AssetConnection { nodes: [Asset!]! edges: [AssetEdge!]! }
      type AssetEdge { node: Asset! }
      type Asset implements Named { name: String children: [Named!] @listSize(assumedSize: 4) labels: [String!] weather: Weather history: [Asset!] }
      type Weather @cost(weight: 20) { text: String }`,
  }),
);

const real = load(supergraphSdl());

test.each<[string, string, number, Record<string, unknown>?]>([
  ['a page costs its size', '{ assets(first: 7) { nodes { name } } }', 1 + 7],
  ['a default of the connection', '{ assets { nodes { name } } }', 1 + 25],
  ['a variable counts', 'query ($n: Int) { assets(first: $n) { nodes { name } } }', 1 + 1_000_000, { n: 1_000_000 }],
  ['a variable’s default counts', 'query ($n: Int = 30) { assets(first: $n) { nodes { name } } }', 1 + 30],
  ['both ways of a connection count', '{ assets(first: 5) { nodes { name } edges { node { name } } } }', 1 + 5 + 5 * 2],
  ['lists in lists multiply', '{ assets(first: 5) { nodes { children { name } } } }', 1 + 5 * (1 + 4)],
  ['a list whose size nobody states counts as 25', '{ asset { history { name } } }', 1 + 25],
  ['a list of scalars costs nothing', '{ asset { labels } }', 1],
  ['weights of types, fields and arguments', '{ asset { weather { text } } search(text: "x") { name } }', 1 + 20 + 50 + 25 * 3],
  [
    'fragments count where they are spread',
    '{ assets(first: 2) { ...F } } fragment F on AssetConnection { nodes { ...G ...G } } fragment G on Asset { weather { text } }',
    1 + 2 * (1 + 40),
  ],
  [
    'what is left out costs nothing',
    'query ($x: Boolean!) { assets(first: 2) @include(if: $x) { nodes { name } } asset @skip(if: $x) { name } }',
    1,
    { x: false },
  ],
  ['a mutation costs something by itself', 'mutation { rename { name } }', 11],
  ['introspection is limited elsewhere', '{ __schema { types { name } } __typename }', 0],
])('cost: %s', (_name, query, cost, variables = {}) => {
  expect(costIn(tiny, query, variables)).toBe(cost);
});

test('the ceiling admits one query over four subgraphs with 20 assets and, of each, 3 alerts, 3 predictions and 3 orders with parts', () => {
  const query = `query ($site: ID!) { site(id: $site) { id name assets(first: 20) { nodes {
    id code name status
    tags { id name unit latest { timestamp value quality } }
    alerts(first: 3) { nodes { id severity status value triggeredAt rule { id } } }
    predictions(first: 3) { nodes { id confidenceScore model { id name version } } }
    workOrders(first: 3) { nodes { id number title status parts { quantity unitCost totalCost item { id code quantityOnHand } } } }
  } } } }`;
  expect(readDocument(query, real, operationLimits)).toHaveProperty('kind', 'Document');
  expect(costIn(real, query, { site: 'x' })).toBeLessThan(operationLimits.costMax / 2);
});

test('the ceiling refuses 100 × 100 × 100, written out or through a variable', () => {
  const nested = (size: string) =>
    `query ($n: Int) { sites(first: ${size}) { nodes { assets(first: ${size}) { nodes { workOrders(first: ${size}) { nodes { id } } } } } } }`;
  for (const [size, variables] of [
    ['100', {}],
    ['$n', { n: 100 }],
  ] as const) {
    expect(checkCost(costIn(real, nested(size), variables), operationLimits.costMax)?.extensions['code']).toBe('COST_LIMIT');
  }
});

test.each([585, 791, 1_000])('fragments that multiply (%i bytes) are refused within milliseconds', (bytes) => {
  const query = bomb(bytes);
  expect(query.length).toBeLessThanOrEqual(bytes);
  const started = performance.now();
  const refused = readDocument(query, tiny, operationLimits);
  expect(performance.now() - started).toBeLessThan(250);
  expect(refused).toMatchObject([{ extensions: { code: 'COST_LIMIT' } }]);
});

test.each([
  ['tokens', `{ ${Array.from({ length: 2_000 }, (_, index) => `a${index}: open`).join(' ')} }`],
  ['depth', `{ asset { ${'children { '.repeat(30)} name ${'} '.repeat(30)} } }`],
  ['aliases', `{ ${Array.from({ length: 70 }, (_, index) => `a${index}: open`).join(' ')} }`],
  ['directives', `{ open ${'@include(if: true) '.repeat(60)} }`],
  ['root fields', `{ ${'open '.repeat(40)} }`],
  ['lists in a value', `{ search(text: ${'['.repeat(30)}${']'.repeat(30)}) { name } }`],
  ['lists in a default', `query ($x: [Int] = ${'['.repeat(30)}${']'.repeat(30)}) { open }`],
])('too many %s are refused', (_what, query) => {
  expect(readDocument(query, tiny, operationLimits)).toMatchObject([{ extensions: { code: 'COST_LIMIT' } }]);
});

test('fragments that spread themselves are refused by validation, not walked for ever', () => {
  const query = '{ asset { ...F } } fragment F on Asset { name ...G } fragment G on Asset { ...F }';
  expect(checkStructure(parse(query), operationLimits)).toBeUndefined();
  expect(readDocument(query, tiny, operationLimits)).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
});

test('the usual introspection passes, lists in lists of `__type` more than 3 deep do not', () => {
  expect(readDocument(getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }), real, operationLimits)).toHaveProperty(
    'kind',
    'Document',
  );
  const deep = '{ __type(name: "Asset") { fields { type { fields { type { fields { type { fields { name } } } } } } } } }';
  expect(readDocument(deep, real, operationLimits)).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
});

test('a filter of five levels with a list at its end is within bounds', () => {
  const where = `${'{ and: [ '.repeat(5)}{ code: { in: ["INV-01"] } }${' ] }'.repeat(5)}`;
  expect(readDocument(`{ assets(where: ${where}) { totalCount } }`, real, operationLimits)).toHaveProperty('kind', 'Document');
});

test('variables that nest deeper than any input are the caller’s mistake, however deep they are', () => {
  const nested = (levels: number) => JSON.parse(`{"w":${'{"and":['.repeat(levels)}${']}'.repeat(levels)}}`) as Record<string, unknown>;
  expect(checkVariables({ first: 5, none: null, where: 'text' }, 32)).toBeUndefined();
  expect(checkVariables(nested(10), 32)).toBeUndefined();
  for (const levels of [20, 30_000]) expect(checkVariables(nested(levels), 32)?.extensions['code']).toBe('BAD_USER_INPUT');
});

test('a typo is not answered with what the schema holds', () => {
  expect(readDocument('{ asse { name } }', tiny, operationLimits)).toMatchObject([
    { message: 'Cannot query field "asse" on type "Query".' },
  ]);
});

test.each([
  ['a root field without its permission', '{ asset { name } }', [], 'FORBIDDEN'],
  ['one of several permissions', '{ asset { name } }', ['manage:assets'], undefined],
  ['a mutation', 'mutation { rename { name } }', ['read:assets'], 'FORBIDDEN'],
  ['behind fragments', '{ ... on Query { ...F } } fragment F on Query { a: asset { name } }', [], 'FORBIDDEN'],
  ['left out', '{ asset @skip(if: true) { name } open }', [], undefined],
  ['nothing needed', '{ open }', [], undefined],
])('permission: %s', (_name, query, permissions, code) => {
  const document = parse(query);
  expect(checkPermissions(operationOf(document), document, tiny.directives, person(1, permissions), {})?.extensions['code']).toBe(code);
});

test('a permission that is granted in no scope is none', () => {
  const document = parse('{ asset { name } }');
  expect(checkPermissions(operationOf(document), document, tiny.directives, person(1, { 'read:assets': [] }), {})?.extensions['code']).toBe(
    'FORBIDDEN',
  );
});

function load(sdl: string) {
  return { supergraphSdl: sdl, apiSchema: readGeneration(sdl).apiSchema, directives: readDirectives(sdl) };
}

function operationOf(document: ReturnType<typeof parse>) {
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return operation;
}

function costIn(graph: ReturnType<typeof load>, query: string, variables: Record<string, unknown>): number {
  const document = parse(query);
  return costOf(operationOf(document), document, graph.apiSchema, graph.directives, variables);
}

/** Fragments each of which spreads the next one several times: their number of selections is a power of their length. */
function bomb(bytes: number): string {
  let text = '';
  for (let level = 0; ; level += 1) {
    const spread = `...F${level + 1} `.repeat(4);
    const longer = `${text} fragment F${level} on Asset { history { ${spread}} }`;
    if (`{ asset { ...F0 } }${longer} fragment F${level + 1} on Asset { name }`.length > bytes)
      return `{ asset { ...F0 } }${text} fragment F${level} on Asset { name }`;
    text = longer;
  }
}
