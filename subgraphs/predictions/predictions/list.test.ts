import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('a prediction', () => {
  test('shows what was said of which asset, by which model, and how it turned out', async () => {
    const { data, errors } = await world.ask(
      'engineer',
      `query ($id: ID!) { predictions(where: { id: { eq: $id } }) { nodes {
        type confidenceScore riskLevel output explanation predictedAt horizonEnd reviewStatus reviewedBy { id } outcome workOrder { id }
        asset { id } model { name version type framework status metrics baseline }
      } } }`,
      { id: world.predictions.north },
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      predictions: {
        nodes: [
          {
            type: 'FAILURE_RISK',
            confidenceScore: 0.9,
            riskLevel: 'HIGH',
            output: { probability: 0.5 },
            explanation: null,
            predictedAt: '2026-11-01T00:00:00.000Z',
            horizonEnd: null,
            reviewStatus: 'NOT_REQUIRED',
            reviewedBy: null,
            outcome: 'UNKNOWN',
            workOrder: null,
            asset: { id: world.assets.north },
            model: {
              name: 'fan-wear',
              version: '1',
              type: 'CLASSIFIER',
              framework: 'rule',
              status: 'STAGING',
              metrics: { auc: 0.81 },
              baseline: { name: 'last value', auc: 0.7, split: 'held out by time' },
            },
          },
        ],
      },
    });
  });

  test('keeps its place without the model for whoever may not read models', async () => {
    const query = 'query ($id: ID!) { predictions(where: { id: { eq: $id } }) { nodes { riskLevel model { name } } } }';
    const { data, errors } = await world.ask('onlyPredictions', query, { id: world.predictions.north });
    expect(data).toEqual({ predictions: { nodes: [{ riskLevel: 'HIGH', model: null }] } });
    expect(errors).toMatchObject([{ code: 'FORBIDDEN', path: ['predictions', 'nodes', 0, 'model'] }]);
  });
});

describe('the list of predictions', () => {
  test('shows each viewer what is said of assets within their reach', async () => {
    const { north, south, foreign } = world.predictions;
    expect(new Set(await ids('engineer', ''))).toEqual(new Set([north, south]));
    expect(new Set(await ids('manager', ''))).toEqual(new Set([north, south]));
    expect(await ids('operator', '')).toEqual([north]);
    expect(await ids('foreigner', '')).toEqual([foreign]);
  });

  test.each([
    ['type: { eq: FAILURE_RISK }', ['north', 'south']],
    ['type: { ne: FAILURE_RISK }', []],
    ['riskLevel: { in: [HIGH, MEDIUM] }', ['north']],
    ['riskLevel: { eq: null }', ['south']],
    ['reviewStatus: { eq: PENDING }', []],
    ['confidenceScore: { gte: 0.9 }', ['north']],
    ['predictedAt: { lt: "2026-11-01T01:00:00+01:00" }', []],
    ['predictedAt: { lte: "2026-11-01T01:00:00+01:00" }', ['north', 'south']],
  ])('where %s', async (where, expected) => {
    const names = new Map(Object.entries(world.predictions).map(([name, id]) => [id, name]));
    const found = await ids('engineer', `where: { ${where} }`);
    expect(found.map((id) => names.get(id) ?? id).toSorted((a, b) => a.localeCompare(b))).toEqual(expected);
  });

  test.each(['PREDICTED_AT', 'CONFIDENCE_SCORE'])(
    'by %s, either way, pages meet without a gap or a repeat, rows without a value last',
    async (field) => {
      const assetId = await world.addAsset();
      for (const [index, confidenceScore] of [0.1, null, 0.7, 0.7, null, 0.3].entries()) {
        await world.addPrediction({ assetId, confidenceScore, predictionTimestamp: new Date(Date.UTC(2026, 0, 1 + (index % 3))) });
      }
      for (const direction of ['ASC', 'DESC']) {
        const order = `where: { assetId: { eq: "${assetId}" } }, orderBy: { field: ${field}, direction: ${direction} }`;
        const whole = await ids('engineer', `${order}, first: 100`);
        const paged: string[] = [];
        let after = '';
        do {
          const page = await pageOf('engineer', `${order}, first: 2${after && `, after: "${after}"`}`);
          paged.push(...page.nodes.map(({ id }) => id));
          after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : '';
        } while (after);
        expect(paged).toHaveLength(6);
        expect(paged).toEqual(whole);
      }
    },
  );
});

describe('the list of models', () => {
  test('holds the tenant’s own and the platform’s', async () => {
    const names = async (as: string) => {
      const { data, errors } = await world.ask(as, '{ models { totalCount nodes { name } } }');
      expect(errors).toEqual([]);
      return data;
    };
    const home = { models: { totalCount: 2, nodes: [{ name: 'fan-wear' }, { name: 'heatsink-trend' }] } };
    expect(await names('engineer')).toEqual(home);
    // A model belongs to no site.
    expect(await names('operator')).toEqual(home);
    expect(await names('foreigner')).toEqual({ models: { totalCount: 2, nodes: [{ name: 'heatsink-trend' }, { name: 'secret-sauce' }] } });
  });

  test.each([
    ['status: { eq: STAGING }', ['fan-wear']],
    ['name: { contains: "TREND" }', ['heatsink-trend']],
    ['not: { status: { in: [STAGING, PRODUCTION] } }', ['heatsink-trend']],
  ])('where %s', async (where, expected) => {
    const { data } = await world.ask('engineer', `{ models(where: { ${where} }) { nodes { name } } }`);
    expect(data).toEqual({ models: { nodes: expected.map((name) => ({ name })) } });
  });

  test('newest first', async () => {
    const { data } = await world.ask(
      'engineer',
      '{ models(orderBy: { field: CREATED_AT, direction: DESC }, first: 1) { pageInfo { hasNextPage } } }',
    );
    expect(data).toEqual({ models: { pageInfo: { hasNextPage: true } } });
  });
});

test('what is said of many assets takes three statements, whatever the page', async () => {
  const assets: string[] = [];
  for (let index = 0; index < 12; index += 1) {
    const assetId = await world.addAsset();
    await world.addPrediction({ assetId });
    await world.addPrediction({ assetId, modelId: world.models.platform });
    assets.push(assetId);
  }
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Asset {
    predictions(first: 3) { totalCount nodes { type model { name } } } } } }`;
  for (const size of [1, 12]) {
    const before = world.subgraph.database.statements;
    const representations = assets.slice(0, size).map((id) => ({ __typename: 'Asset', id }));
    const { data, errors } = await world.ask('operator', query, { representations });
    expect(errors).toEqual([]);
    expect(JSON.stringify(data).match(/"totalCount":2/g)).toHaveLength(size);
    expect(world.subgraph.database.statements - before).toBe(3);
  }
});

interface Page {
  readonly nodes: { id: string }[];
  readonly pageInfo: { hasNextPage: boolean; endCursor: string };
}

async function pageOf(as: string, args: string): Promise<Page> {
  const { data, errors } = await world.ask(as, `{ predictions${args && `(${args})`} { nodes { id } pageInfo { hasNextPage endCursor } } }`);
  expect(errors).toEqual([]);
  return (data as { predictions: Page }).predictions;
}

async function ids(as: string, args: string): Promise<string[]> {
  return (await pageOf(as, args)).nodes.map(({ id }) => id);
}
