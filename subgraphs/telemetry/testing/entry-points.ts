import type { Attempt, EntryPoint, Outcome } from '@dcmms/runtime/testing/entry-points.ts';
import type { World } from './world.ts';

/** Every root field, subscription and entity of telemetry, with what comes of those who have no business there. */
export const entryPoints: readonly EntryPoint<World>[] = [
  {
    kind: 'query',
    name: 'tag',
    cases: {
      wrongTenant: ({ tags }) => tag('administrator', tags.foreign, { data: { tag: null } }),
      missingPermission: ({ tags }) => tag('technician', tags.inverter, { error: 'FORBIDDEN', path: ['tag'] }),
      outOfScope: [
        ({ tags }) => tag('operator', tags.south, { data: { tag: null } }),
        // A battery specialist's grant is for batteries.
        ({ tags }) => tag('specialist', tags.inverter, { data: { tag: null } }),
      ],
      malformed: [
        () => tag('administrator', 'INV-01.Temperature', { error: 'BAD_USER_INPUT', path: ['tag'] }),
        ({ tags }) => series(tags.inverter, { to: hour(0) }),
        ({ tags }) => series(tags.inverter, { maxPoints: 0 }),
        ({ tags }) => series(tags.inverter, { maxPoints: 10_001 }),
        ({ tags }) => series(tags.inverter, { from: '2020-01-01T00:00:00Z', maxPoints: 100 }),
        ({ tags }) => series(tags.inverter, { from: 'yesterday' }),
      ],
    },
  },
  {
    kind: 'query',
    name: 'alert',
    cases: {
      wrongTenant: ({ alerts }) => alert('administrator', alerts.foreign, { data: { alert: null } }),
      missingPermission: ({ alerts }) => alert('contractor', alerts.battery, { error: 'FORBIDDEN', path: ['alert'] }),
      outOfScope: [
        ({ alerts }) => alert('operator', alerts.south, { data: { alert: null } }),
        ({ alerts }) => alert('technician', alerts.inverter, { data: { alert: null } }),
      ],
      malformed: () => alert('administrator', 'AL-1', { error: 'BAD_USER_INPUT', path: ['alert'] }),
    },
  },
  {
    kind: 'query',
    name: 'alerts',
    cases: {
      wrongTenant: ({ sites }) => alertsOfSite('administrator', sites.abroad, none('alerts')),
      missingPermission: ({ sites }) => alertsOfSite('contractor', sites.north, { error: 'FORBIDDEN', path: ['alerts'] }),
      outOfScope: [
        ({ sites }) => alertsOfSite('operator', sites.south, none('alerts')),
        ({ sites }) => alertsOfSite('technician', sites.south, none('alerts')),
      ],
      malformed: [
        () => alertsOfSite('administrator', 'NORTH', { error: 'BAD_USER_INPUT' }),
        () => pageOf('alerts', 'AlertWhere', { first: 101 }),
        () => pageOf('alerts', 'AlertWhere', { first: -1 }),
        () => pageOf('alerts', 'AlertWhere', { after: 'rubbish' }),
        () => pageOf('alerts', 'AlertWhere', { where: { not: { id: { in: ['AL-1'] } } } }),
      ],
    },
  },
  {
    kind: 'query',
    name: 'alertCounts',
    cases: {
      wrongTenant: ({ sites }) => counts('administrator', sites.abroad, { data: { alertCounts: [] } }),
      missingPermission: ({ sites }) => counts('contractor', sites.north, { error: 'FORBIDDEN', path: ['alertCounts'] }),
      outOfScope: [
        ({ sites }) => counts('operator', sites.south, { data: { alertCounts: [] } }),
        // A technician's are those of what an order of theirs is about.
        () => counts('technician', null, { data: { alertCounts: [{ severity: 'HIGH', active: 1 }] } }),
      ],
      malformed: () => counts('administrator', 'NORTH', { error: 'BAD_USER_INPUT', path: ['alertCounts'] }),
    },
  },
  {
    kind: 'query',
    name: 'alertRules',
    cases: {
      wrongTenant: ({ rules }) => rule('administrator', rules.foreign, none('alertRules')),
      missingPermission: ({ rules }) => rule('contractor', rules.home, { error: 'FORBIDDEN', path: ['alertRules'] }),
      outOfScope: [
        ({ rules }) => rule('operator', rules.south, none('alertRules')),
        ({ rules }) => rule('technician', rules.south, none('alertRules')),
      ],
      malformed: [
        () => rule('administrator', 'HOT', { error: 'BAD_USER_INPUT' }),
        () => pageOf('alertRules', 'AlertRuleWhere', { first: 101 }),
        () => pageOf('alertRules', 'AlertRuleWhere', { after: 'rubbish' }),
        () => pageOf('alertRules', 'AlertRuleWhere', { where: { code: { eq: 'HOT\u0000' } } }),
      ],
    },
  },
  {
    kind: 'query',
    name: 'deadLetters',
    cases: {
      wrongTenant: () => letters('administrator', {}, { data: { deadLetters: { totalCount: 3 } } }),
      missingPermission: () => letters('operator', {}, { error: 'FORBIDDEN', path: ['deadLetters'] }),
      outOfScope: () => letters('engineer', {}, { data: { deadLetters: { totalCount: 1 } } }),
      malformed: [
        () => letters('administrator', { first: 101 }, { error: 'BAD_USER_INPUT', path: ['deadLetters'] }),
        () => letters('administrator', { after: 'rubbish' }, { error: 'BAD_USER_INPUT', path: ['deadLetters'] }),
        () => letters('administrator', { where: { reason: { eq: 'LOST' } } }, { error: 'BAD_USER_INPUT' }),
      ],
    },
  },
  {
    kind: 'query',
    name: 'deadLetterReasons',
    cases: {
      wrongTenant: ({ sites }) => letterReasons('administrator', { siteId: { eq: sites.abroad } }, { data: { deadLetterReasons: [] } }),
      missingPermission: () => letterReasons('operator', {}, { error: 'FORBIDDEN', path: ['deadLetterReasons'] }),
      outOfScope: ({ sites }) => letterReasons('engineer', { siteId: { eq: sites.south } }, { data: { deadLetterReasons: [] } }),
      malformed: [
        () => letterReasons('administrator', { gatewayId: { eq: 'GW-01' } }, { error: 'BAD_USER_INPUT', path: ['deadLetterReasons'] }),
        () => letterReasons('administrator', { reason: { eq: 'LOST' } }, { error: 'BAD_USER_INPUT' }),
      ],
    },
  },
  {
    kind: 'query',
    name: 'gateway',
    cases: {
      wrongTenant: ({ gateways }) => gateway('administrator', gateways.abroad, { data: { gateway: null } }),
      missingPermission: ({ gateways }) => gateway('technician', gateways.north, { error: 'FORBIDDEN', path: ['gateway'] }),
      outOfScope: ({ gateways }) => gateway('operator', gateways.south, { data: { gateway: null } }),
      malformed: () => gateway('administrator', 'GW-01', { error: 'BAD_USER_INPUT', path: ['gateway'] }),
    },
  },
  {
    kind: 'query',
    name: 'gateways',
    cases: {
      wrongTenant: ({ sites }) => gatewaysOfSite('administrator', sites.abroad, none('gateways')),
      missingPermission: ({ sites }) => gatewaysOfSite('technician', sites.north, { error: 'FORBIDDEN', path: ['gateways'] }),
      outOfScope: ({ sites }) => gatewaysOfSite('operator', sites.south, none('gateways')),
      malformed: [
        () => gatewaysOfSite('administrator', 'NORTH', { error: 'BAD_USER_INPUT', path: ['gateways'] }),
        () => pageOf('gateways', 'GatewayWhere', { first: 101 }),
        () => pageOf('gateways', 'GatewayWhere', { after: 'rubbish' }),
      ],
    },
  },
  mutation('acknowledgeAlert', 'AcknowledgeAlertInput', 'auditor', {}, []),
  {
    kind: 'mutation',
    name: 'acknowledgeAlerts',
    cases: {
      wrongTenant: ({ alerts }) => acknowledging('administrator', [alerts.foreign], { problem: 'NOT_FOUND', path: ['ids', '0'] }),
      missingPermission: ({ alerts }) => acknowledging('auditor', [alerts.inverter], { error: 'FORBIDDEN', path: ['acknowledgeAlerts'] }),
      outOfScope: ({ alerts }) => acknowledging('operator', [alerts.south], { problem: 'NOT_FOUND', path: ['ids', '0'] }),
      malformed: [
        ({ alerts }) => acknowledging('operator', [alerts.inverter, 'AL-1'], { error: 'BAD_USER_INPUT', path: ['acknowledgeAlerts'] }),
        () => acknowledging('operator', [], { problem: 'INVALID', path: ['ids'] }),
        ({ alerts }) => acknowledging('operator', Array(101).fill(alerts.inverter), { problem: 'LIMIT_EXCEEDED', path: ['ids'] }),
        ({ alerts }) => acknowledging('operator', [alerts.inverter], { problem: 'INVALID', path: ['note'] }, 'x'.repeat(2_001)),
      ],
    },
  },
  mutation('resolveAlert', 'ResolveAlertInput', 'technician', { resolution: 'Cleaned' }, [
    [{ resolution: ' ' }, { problem: 'INVALID', path: ['resolution'] }],
    [{ resolution: 'Cleaned\u0000' }, { error: 'BAD_USER_INPUT', path: ['resolveAlert'] }],
  ]),
  mutation('suppressAlert', 'SuppressAlertInput', 'technician', { until: inHours(2), reason: 'Fan is on order' }, [
    [{ reason: '' }, { problem: 'INVALID', path: ['reason'] }],
    [{ until: inHours(-1) }, { problem: 'INVALID', path: ['until'] }],
    [{ until: inHours(7 * 24 + 1) }, { problem: 'INVALID', path: ['until'] }],
    [{ until: 'tomorrow' }, { error: 'BAD_USER_INPUT' }],
  ]),
  mutation('unsuppressAlert', 'UnsuppressAlertInput', 'technician', {}, []),
  {
    kind: 'subscription',
    name: 'alertChanged',
    cases: {
      // The test changes the north inverter's alert, then the battery's, the south site's and the foreign one: what is heard first tells.
      wrongTenant: [
        ({ alerts }) => heard('foreigner', {}, alerts.foreign),
        ({ alerts, sites }) => heard('foreigner', { siteId: sites.abroad }, alerts.foreign),
      ],
      missingPermission: () => listening('contractor', {}, { error: 'FORBIDDEN', path: ['alertChanged'] }),
      outOfScope: [
        ({ alerts }) => heard('southOperator', {}, alerts.south),
        // A technician hears of what an order of theirs is about.
        ({ alerts }) => heard('technician', {}, alerts.battery),
      ],
      malformed: [
        () => listening('operator', { siteId: 'NORTH' }, { error: 'BAD_USER_INPUT', path: ['alertChanged'] }),
        () => listening('operator', { after: 'rubbish' }, { error: 'BAD_USER_INPUT', path: ['alertChanged'] }),
        () => listening('operator', { after: cursorOfLongAgo }, { error: 'BAD_USER_INPUT', path: ['alertChanged'] }),
      ],
    },
  },
  {
    kind: 'subscription',
    name: 'telemetryFrames',
    cases: {
      wrongTenant: ({ tags }) => frames('administrator', { tagIds: [tags.inverter, tags.foreign] }),
      missingPermission: ({ tags }) => frames('technician', { tagIds: [tags.battery] }, 'FORBIDDEN'),
      outOfScope: [
        ({ tags }) => frames('operator', { tagIds: [tags.south] }),
        ({ tags }) => frames('specialist', { tagIds: [tags.battery, tags.inverter] }),
      ],
      malformed: [
        () => frames('administrator', { tagIds: ['INV-01.Temperature'] }),
        () => frames('administrator', { tagIds: [] }),
        ({ tags }) => frames('administrator', { tagIds: [tags.inverter], maxHz: 0 }),
        ({ tags }) => frames('administrator', { tagIds: [tags.inverter], maxHz: 11 }),
      ],
    },
  },
  {
    kind: 'entity',
    name: 'Alert',
    cases: {
      wrongTenant: ({ alerts }) => entity('administrator', 'Alert', alerts.foreign, 'title', { data: { _entities: [null] } }),
      missingPermission: ({ alerts }) =>
        entity('contractor', 'Alert', alerts.battery, 'title', { error: 'FORBIDDEN', path: ['_entities', 0] }),
      outOfScope: [
        ({ alerts }) => entity('operator', 'Alert', alerts.south, 'title', { data: { _entities: [null] } }),
        ({ alerts }) => entity('technician', 'Alert', alerts.inverter, 'title', { data: { _entities: [null] } }),
      ],
      malformed: () => entity('administrator', 'Alert', 'AL-1', 'title', { error: 'BAD_USER_INPUT', path: ['_entities', 0] }),
    },
  },
  {
    kind: 'entity',
    name: 'AlertRule',
    cases: {
      wrongTenant: ({ rules }) => entity('administrator', 'AlertRule', rules.foreign, 'code', { data: { _entities: [null] } }),
      missingPermission: ({ rules }) =>
        entity('contractor', 'AlertRule', rules.home, 'code', { error: 'FORBIDDEN', path: ['_entities', 0] }),
      outOfScope: ({ rules }) => entity('operator', 'AlertRule', rules.south, 'code', { data: { _entities: [null] } }),
      malformed: () => entity('administrator', 'AlertRule', 'HOT', 'code', { error: 'BAD_USER_INPUT', path: ['_entities', 0] }),
    },
  },
  {
    kind: 'entity',
    name: 'Gateway',
    cases: {
      wrongTenant: ({ gateways }) => entity('administrator', 'Gateway', gateways.abroad, 'code', { data: { _entities: [null] } }),
      missingPermission: ({ gateways }) =>
        entity('technician', 'Gateway', gateways.north, 'code', { error: 'FORBIDDEN', path: ['_entities', 0] }),
      outOfScope: ({ gateways }) => entity('operator', 'Gateway', gateways.south, 'code', { data: { _entities: [null] } }),
      malformed: () => entity('administrator', 'Gateway', 'GW-01', 'code', { error: 'BAD_USER_INPUT', path: ['_entities', 0] }),
    },
  },
  {
    kind: 'entity',
    name: 'Tag',
    cases: {
      wrongTenant: ({ tags }) => entity('administrator', 'Tag', tags.foreign, 'name', { data: { _entities: [null] } }),
      missingPermission: ({ tags }) => entity('technician', 'Tag', tags.battery, 'name', { error: 'FORBIDDEN', path: ['_entities', 0] }),
      outOfScope: [
        ({ tags }) => entity('operator', 'Tag', tags.south, 'name', { data: { _entities: [null] } }),
        ({ tags }) => entity('specialist', 'Tag', tags.inverter, 'name', { data: { _entities: [null] } }),
      ],
      malformed: () => entity('administrator', 'Tag', 'INV-01.Temperature', 'name', { error: 'BAD_USER_INPUT', path: ['_entities', 0] }),
    },
  },
  {
    kind: 'entity',
    name: 'Asset',
    cases: {
      // Core owns assets and answers whether there is one; here one out of reach has nothing, as one that does not exist.
      wrongTenant: ({ assets }) => ofAsset('administrator', assets.foreignInverter, nothingOfAsset),
      missingPermission: [
        ({ assets }) =>
          entity('technician', 'Asset', assets.battery, 'tags { name }', { error: 'FORBIDDEN', path: ['_entities', 0, 'tags'] }),
        ({ assets }) =>
          entity('contractor', 'Asset', assets.battery, 'alerts { nodes { id } }', {
            error: 'FORBIDDEN',
            path: ['_entities', 0, 'alerts'],
          }),
      ],
      outOfScope: [
        ({ assets }) => ofAsset('operator', assets.southInverter, nothingOfAsset),
        ({ assets }) => entity('specialist', 'Asset', assets.inverter, 'tags { name }', { data: { _entities: [{ tags: [] }] } }),
        ({ assets }) =>
          entity('technician', 'Asset', assets.inverter, 'alerts { nodes { id } }', { data: { _entities: [{ alerts: { nodes: [] } }] } }),
      ],
      malformed: [
        () => ofAsset('administrator', 'INV-01', { error: 'BAD_USER_INPUT', path: ['_entities', 0] }),
        ({ assets }) =>
          entity('administrator', 'Asset', assets.inverter, 'alerts(first: 101) { nodes { id } }', {
            error: 'BAD_USER_INPUT',
            path: ['_entities', 0, 'alerts'],
          }),
      ],
    },
  },
  {
    kind: 'entity',
    name: 'Site',
    cases: {
      wrongTenant: ({ sites }) => ofSite('administrator', sites.abroad, nothingOfSite),
      missingPermission: ({ sites }) => ofSite('contractor', sites.north, { error: 'FORBIDDEN', path: ['_entities', 0, 'alerts'] }),
      outOfScope: ({ sites }) => ofSite('operator', sites.south, nothingOfSite),
      malformed: () => ofSite('administrator', 'NORTH', { error: 'BAD_USER_INPUT', path: ['_entities', 0] }),
    },
  },
];

type Asked = ReturnType<Attempt<World>>;

const nothingOfAsset: Outcome = { data: { _entities: [{ tags: [], alerts: { totalCount: 0, nodes: [] } }] } };
const nothingOfSite: Outcome = { data: { _entities: [{ alerts: { totalCount: 0, nodes: [] } }] } };

/** A mutation of an alert: whose role lacks the permission, an input that is right, and what is wrong with others. */
function mutation(
  name: string,
  type: string,
  lacking: string,
  input: Record<string, unknown>,
  faults: readonly (readonly [Record<string, unknown>, Outcome])[],
): EntryPoint<World> {
  const ask = (as: string, id: string, outcome: Outcome, other: Record<string, unknown> = {}): Asked => ({
    as,
    query: `mutation ($input: ${type}!) { ${name}(input: $input) { alert { id } problems { code path message } } }`,
    variables: { input: { id, ...input, ...other } },
    outcome,
  });
  const notFound: Outcome = { problem: 'NOT_FOUND', path: ['id'] };
  return {
    kind: 'mutation',
    name,
    cases: {
      wrongTenant: ({ alerts }) => ask('administrator', alerts.foreign, notFound),
      missingPermission: ({ alerts }) => ask(lacking, alerts.inverter, { error: 'FORBIDDEN', path: [name] }),
      outOfScope: ({ alerts }) => ask('operator', alerts.south, notFound),
      malformed: [
        () => ask('operator', 'AL-1', { error: 'BAD_USER_INPUT', path: [name] }),
        ...faults.map(
          ([other, outcome]): Attempt<World> =>
            ({ alerts }) =>
              ask('operator', alerts.inverter, outcome, other),
        ),
      ],
    },
  };
}

function tag(as: string, id: string, outcome: Outcome): Asked {
  return { as, query: 'query ($id: ID!) { tag(id: $id) { id name } }', variables: { id }, outcome };
}

function series(id: string, variables: Record<string, unknown>): Asked {
  const query = `query ($id: ID!, $from: DateTime!, $to: DateTime!, $maxPoints: Int) {
    tag(id: $id) { series(from: $from, to: $to, maxPoints: $maxPoints) { values } } }`;
  return { as: 'operator', query, variables: { id, from: hour(0), to: hour(1), ...variables }, outcome: { error: 'BAD_USER_INPUT' } };
}

function hour(hours: number): string {
  return new Date(Date.UTC(2026, 10, 25, hours)).toISOString();
}

function inHours(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString();
}

function alert(as: string, id: string, outcome: Outcome): Asked {
  return { as, query: 'query ($id: ID!) { alert(id: $id) { id title } }', variables: { id }, outcome };
}

function alertsOfSite(as: string, siteId: string, outcome: Outcome): Asked {
  const query = 'query ($siteId: ID!) { alerts(where: { siteId: { eq: $siteId } }) { totalCount nodes { id } } }';
  return { as, query, variables: { siteId }, outcome };
}

function counts(as: string, siteId: string | null, outcome: Outcome): Asked {
  return { as, query: 'query ($siteId: ID) { alertCounts(siteId: $siteId) { severity active } }', variables: { siteId }, outcome };
}

function acknowledging(as: string, ids: readonly string[], outcome: Outcome, note?: string): Asked {
  const query = `mutation ($input: AcknowledgeAlertsInput!) {
    acknowledgeAlerts(input: $input) { alerts { id } problems { code path message } } }`;
  return { as, query, variables: { input: { ids, note } }, outcome };
}

function rule(as: string, id: string, outcome: Outcome): Asked {
  const query = 'query ($id: ID!) { alertRules(where: { id: { eq: $id } }) { totalCount nodes { id } } }';
  return { as, query, variables: { id }, outcome };
}

function none(field: string): Outcome {
  return { data: { [field]: { totalCount: 0, nodes: [] } } };
}

function pageOf(field: string, where: string, variables: Record<string, unknown>): Asked {
  const query = `query ($first: Int, $after: String, $where: ${where}) { ${field}(first: $first, after: $after, where: $where) { nodes { id } } }`;
  return { as: 'administrator', query, variables, outcome: { error: 'BAD_USER_INPUT', path: [field] } };
}

function letters(as: string, variables: Record<string, unknown>, outcome: Outcome): Asked {
  const query = `query ($first: Int, $after: String, $where: DeadLetterWhere) {
    deadLetters(first: $first, after: $after, where: $where) { totalCount } }`;
  return { as, query, variables, outcome };
}

function letterReasons(as: string, where: Record<string, unknown>, outcome: Outcome): Asked {
  const query = 'query ($where: DeadLetterWhere) { deadLetterReasons(where: $where) { reason count } }';
  return { as, query, variables: { where }, outcome };
}

function gateway(as: string, id: string, outcome: Outcome): Asked {
  return { as, query: 'query ($id: ID!) { gateway(id: $id) { id code } }', variables: { id }, outcome };
}

function gatewaysOfSite(as: string, siteId: string, outcome: Outcome): Asked {
  const query = 'query ($siteId: ID!) { gateways(where: { siteId: { eq: $siteId } }) { totalCount nodes { id } } }';
  return { as, query, variables: { siteId }, outcome };
}

function listening(as: string, variables: Record<string, unknown>, outcome: Outcome): Asked {
  const query = 'subscription ($siteId: ID, $after: String) { alertChanged(siteId: $siteId, after: $after) { alert { id } } }';
  return { as, query, variables, outcome };
}

function heard(as: string, variables: Record<string, unknown>, id: string): Asked {
  return listening(as, variables, { data: { alertChanged: { alert: { id } } } });
}

function frames(as: string, variables: Record<string, unknown>, error: 'BAD_USER_INPUT' | 'FORBIDDEN' = 'BAD_USER_INPUT'): Asked {
  const query = 'subscription ($tagIds: [ID!]!, $maxHz: Int) { telemetryFrames(tagIds: $tagIds, maxHz: $maxHz) { tagIds values } }';
  return { as, query, variables, outcome: { error, path: ['telemetryFrames'] } };
}

function entity(as: string, type: string, id: string, selection: string, outcome: Outcome): Asked {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`;
  return { as, query, variables: { representations: [{ __typename: type, id }] }, outcome };
}

function ofAsset(as: string, id: string, outcome: Outcome): Asked {
  return entity(as, 'Asset', id, 'tags { name } alerts { totalCount nodes { id } }', outcome);
}

function ofSite(as: string, id: string, outcome: Outcome): Asked {
  return entity(as, 'Site', id, 'alerts { totalCount nodes { id } }', outcome);
}

/** Well formed, and older than the outbox keeps. */
const cursorOfLongAgo = Buffer.from('1.1.1000.1.1577836800000').toString('base64url');
