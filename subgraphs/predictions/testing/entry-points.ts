import type { Attempt, EntryPoint } from '@dcmms/runtime/testing/entry-points.ts';
import type { World } from './world.ts';

const noSite = 'A model belongs to no site: whoever may read models reads those of the tenant and of the platform.';

/** Every root field and entity of predictions, with what comes of those who have no business there. */
export const entryPoints: readonly EntryPoint<World>[] = [
  {
    kind: 'query',
    name: 'predictions',
    cases: {
      wrongTenant: ({ assets }) => ofAsset('engineer', assets.foreign, { data: { predictions: { totalCount: 0, nodes: [] } } }),
      missingPermission: ({ assets }) => ofAsset('technician', assets.north, { error: 'FORBIDDEN', path: ['predictions'] }),
      outOfScope: [
        ({ assets }) => ofAsset('operator', assets.south, { data: { predictions: { totalCount: 0, nodes: [] } } }),
        ({ assets }) => ofAsset('byAssignment', assets.north, { data: { predictions: { totalCount: 0, nodes: [] } } }),
      ],
      malformed: [
        () => ofAsset('engineer', 'INV-01', { error: 'BAD_USER_INPUT', path: ['predictions'] }),
        () => paged('predictions', { first: 101 }),
        () => paged('predictions', { after: 'rubbish' }),
      ],
    },
  },
  {
    kind: 'query',
    name: 'models',
    cases: {
      wrongTenant: ({ models }) => model('engineer', models.foreign, { data: { models: { nodes: [] } } }),
      missingPermission: ({ models }) => model('onlyPredictions', models.home, { error: 'FORBIDDEN', path: ['models'] }),
      outOfScope: { cannotHappen: noSite },
      malformed: [
        () => model('engineer', 'fan-wear', { error: 'BAD_USER_INPUT', path: ['models'] }),
        () => paged('models', { first: -1 }),
        () => paged('models', { after: 'rubbish' }),
      ],
    },
  },
  {
    kind: 'entity',
    name: 'Prediction',
    cases: {
      wrongTenant: ({ predictions }) => entity('engineer', 'Prediction', predictions.foreign, 'type', { data: { _entities: [null] } }),
      missingPermission: ({ predictions }) =>
        entity('technician', 'Prediction', predictions.north, 'type', { error: 'FORBIDDEN', path: ['_entities', 0] }),
      outOfScope: ({ predictions }) => entity('operator', 'Prediction', predictions.south, 'type', { data: { _entities: [null] } }),
      malformed: () => entity('engineer', 'Prediction', '1', 'type', { error: 'BAD_USER_INPUT', path: ['_entities', 0] }),
    },
  },
  {
    kind: 'entity',
    name: 'Model',
    cases: {
      wrongTenant: ({ models }) => entity('engineer', 'Model', models.foreign, 'name', { data: { _entities: [null] } }),
      missingPermission: ({ models }) =>
        entity('onlyPredictions', 'Model', models.home, 'name', { error: 'FORBIDDEN', path: ['_entities', 0] }),
      outOfScope: { cannotHappen: noSite },
      malformed: () => entity('engineer', 'Model', 'fan-wear', 'name', { error: 'BAD_USER_INPUT', path: ['_entities', 0] }),
    },
  },
  {
    kind: 'entity',
    name: 'Asset',
    cases: {
      // Core owns assets and answers whether there is one; here nothing is said of one that is out of reach, as of one that does not exist.
      wrongTenant: ({ assets }) => said('engineer', assets.foreign, { data: { _entities: [{ predictions: { nodes: [] } }] } }),
      missingPermission: ({ assets }) => said('technician', assets.north, { error: 'FORBIDDEN', path: ['_entities', 0, 'predictions'] }),
      outOfScope: ({ assets }) => said('operator', assets.south, { data: { _entities: [{ predictions: { nodes: [] } }] } }),
      malformed: () => said('engineer', 'INV-01', { error: 'BAD_USER_INPUT', path: ['_entities', 0] }),
    },
  },
];

type Asked = ReturnType<Attempt<World>>;

function ofAsset(as: string, assetId: string, outcome: Asked['outcome']): Asked {
  const query = 'query ($assetId: ID!) { predictions(where: { assetId: { eq: $assetId } }) { totalCount nodes { id } } }';
  return { as, query, variables: { assetId }, outcome };
}

function model(as: string, id: string, outcome: Asked['outcome']): Asked {
  return { as, query: 'query ($id: ID!) { models(where: { id: { eq: $id } }) { nodes { name } } }', variables: { id }, outcome };
}

function paged(list: string, variables: Record<string, unknown>): Asked {
  const query = `query ($first: Int, $after: String) { ${list}(first: $first, after: $after) { nodes { id } } }`;
  return { as: 'engineer', query, variables, outcome: { error: 'BAD_USER_INPUT', path: [list] } };
}

function entity(as: string, type: string, id: string, selection: string, outcome: Asked['outcome']): Asked {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`;
  return { as, query, variables: { representations: [{ __typename: type, id }] }, outcome };
}

function said(as: string, assetId: string, outcome: Asked['outcome']): Asked {
  return entity(as, 'Asset', assetId, 'predictions { nodes { id } }', outcome);
}
