import { operationFromDocument } from '@apollo/federation-internals';
import { buildOperationContext, executeQueryPlan } from '@apollo/gateway';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { composeSupergraph, linked } from '../testing/compose.ts';
import { readGeneration } from './generation.ts';

/** What everything in this folder stands on: were Apollo to change it, these two tests are the first to say so. */

const generation = readGeneration(
  composeSupergraph({
    telemetry: `${linked}
      type Query { reading(assetId: ID): Reading }
      type Subscription { reading(assetId: ID): Reading }
      type Reading { id: ID! value: Float asset: Asset }
      type Asset @key(fields: "id") { id: ID! latest: Reading }`,
    core: `${linked}
      type Query { asset(id: ID!): Asset }
      type Asset @key(fields: "id") { id: ID! name: String site: Site }
      type Site { name: String assets: [Asset!] }`,
  }),
);

const document = parse(
  'subscription S($a: ID) { reading(assetId: $a) { id value asset { id name site { name assets { id latest { value } } } } } }',
);

test('a subscription over two subgraphs is planned into a primary fetch and the rest', () => {
  const plan = generation.planner.buildQueryPlan(operationFromDocument(generation.operationSchema, document));

  expect(plan.node?.kind).toBe('Subscription');
  if (plan.node?.kind !== 'Subscription') return;
  expect(plan.node.primary).toMatchObject({
    kind: 'Fetch',
    serviceName: 'telemetry',
    operationKind: 'subscription',
    variableUsages: ['a'],
  });
  expect(plan.node.primary.operation).toMatch(/^subscription S__telemetry__0\(\$a:ID\)\{reading\(assetId:\$a\)\{id value asset\{/);
  expect(plan.node.rest).toMatchObject({
    kind: 'Sequence',
    nodes: [
      { kind: 'Flatten', path: ['reading', 'asset'], node: { kind: 'Fetch', serviceName: 'core' } },
      { kind: 'Flatten', path: ['reading', 'asset', 'site', 'assets', '@'], node: { kind: 'Fetch', serviceName: 'telemetry' } },
    ],
  });
});

test('the executor that the gateway exports completes one event from the other subgraph and back again', async () => {
  const { node } = generation.planner.buildQueryPlan(operationFromDocument(generation.operationSchema, document));
  if (node?.kind !== 'Subscription' || !node.rest) throw new Error('not planned as a subscription');
  const event = { data: { reading: { id: 'r1', value: 85.5, asset: { __typename: 'Asset', id: 'a7' } } } };
  const asked: { service: string; representations: unknown }[] = [];
  const entities = (service: string, fields: (id: string) => object) => ({
    process: async ({ request }: { request: { variables?: Record<string, unknown> } }) => {
      const representations = request.variables?.['representations'];
      if (!Array.isArray(representations)) throw new Error('no representations');
      asked.push({ service, representations });
      return { data: { _entities: representations.map(({ id }: { id: string }) => fields(id)) } };
    },
  });
  const operationContext = buildOperationContext({ schema: generation.apiSchema, operationDocument: document });

  const result = await executeQueryPlan(
    { kind: 'QueryPlan', node: { kind: 'Sequence', nodes: [{ ...node.primary, serviceName: 'the event' }, node.rest] } },
    {
      'the event': { process: async () => event },
      core: entities('core', (id) => ({ name: `asset ${id}`, site: { name: 'Cestas', assets: [{ __typename: 'Asset', id: 'a8' }] } })),
      telemetry: entities('telemetry', (id) => ({ latest: { value: id === 'a8' ? 12 : 0 } })),
    },
    requestContext({ a: 'a7' }, operationContext.operation),
    operationContext,
    generation.supergraphSchema,
    generation.operationSchema,
  );

  expect(result.errors).toBeUndefined();
  expect(JSON.parse(JSON.stringify(result.data))).toEqual({
    reading: {
      id: 'r1',
      value: 85.5,
      asset: { id: 'a7', name: 'asset a7', site: { name: 'Cestas', assets: [{ id: 'a8', latest: { value: 12 } }] } },
    },
  });
  expect(asked).toEqual([
    { service: 'core', representations: [expect.objectContaining({ __typename: 'Asset', id: 'a7' })] },
    { service: 'telemetry', representations: [expect.objectContaining({ __typename: 'Asset', id: 'a8' })] },
  ]);
});

function requestContext(variables: Record<string, unknown>, operation: ReturnType<typeof buildOperationContext>['operation']) {
  // The executor touches these few; the type asks for a whole Apollo Server request.
  return { request: { variables }, context: {}, metrics: {}, document, operation } as unknown as Parameters<typeof executeQueryPlan>[2];
}
