import { isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { permissions } from '@dcmms/db/identity/matrix.ts';
import { workOrderStatuses } from '@dcmms/db/work-orders/work-orders.ts';
import { Refusal } from '@dcmms/runtime/refusal.ts';
import { buildSubgraph } from '@dcmms/runtime/schema.ts';
import { subgraphSdl } from '@dcmms/schema/read.ts';
import {
  advance,
  ahead,
  assertAllowed,
  permissionsOf,
  stateDiagram,
  statesOf,
  transitions,
  upkeep,
  type TransitionName,
} from './lifecycle.ts';

/** Rows 2 to 17 of domain §3.1, written down a second time. */
const domain = `
  draft submit submitted
  submitted approve approved
  submitted reject draft
  approved schedule scheduled
  scheduled unschedule approved
  scheduled assign assigned
  assigned unassign scheduled
  assigned start in_progress
  in_progress hold on_hold
  on_hold resume in_progress
  in_progress complete completed
  completed verify verified
  completed reopen in_progress
  verified close closed
  draft cancel cancelled
  submitted cancel cancelled
  approved cancel cancelled
  scheduled cancel cancelled
  assigned cancel cancelled
  on_hold cancel cancelled
  in_progress cancel cancelled`
  .trim()
  .split('\n')
  .map((line) => line.trim());

const names = [...new Set(transitions.map((step): TransitionName => step.name))];

test('the table says what the domain says, and nothing else', () => {
  const rows = transitions.flatMap((step) => step.from.map((from) => `${from} ${step.name.replace('WorkOrder', '')} ${step.to}`));
  expect(rows.sort()).toEqual([...domain].sort());
});

test('a transition is possible from its own states alone', () => {
  const possible = names.flatMap((name) =>
    workOrderStatuses.flatMap((status) => {
      const problem = refusalOf(() => advance(status, name));
      return problem === undefined ? [`${status} ${name.replace('WorkOrder', '')} ${advance(status, name).to}`] : [];
    }),
  );
  expect(possible.sort()).toEqual([...domain].sort());
  expect(refusalOf(() => advance('draft', 'startWorkOrder'))).toMatchObject({ code: 'NOT_ALLOWED_NOW', path: [] });
});

test('the refusal says what the order is and what it would have to be', () => {
  expect(refusalOf(() => advance('on_hold', 'completeWorkOrder'))?.message).toBe(
    'The order is on hold. Only an order that is in progress can be completed.',
  );
  expect(refusalOf(() => assertAllowed('closed', 'addComment'))?.message).toBe('The order is closed and can no longer be commented on.');
});

test('an order that is closed or cancelled comes to nothing else, a draft to every state', () => {
  expect([...ahead('closed')]).toEqual(['closed']);
  expect([...ahead('cancelled')]).toEqual(['cancelled']);
  expect([...ahead('verified')]).toEqual(['verified', 'closed']);
  expect([...ahead('draft')].sort()).toEqual([...workOrderStatuses].sort());
  expect(ahead('approved').has('submitted')).toBe(false);
});

test('what is mandatory to say is said for rejecting, taking back, reopening and cancelling', () => {
  const mandatory = new Set(transitions.filter((step) => step.reason === 'mandatory').map((step) => step.name));
  expect([...mandatory].sort()).toEqual([
    'cancelWorkOrder',
    'rejectWorkOrder',
    'reopenWorkOrder',
    'unassignWorkOrder',
    'unscheduleWorkOrder',
  ]);
});

test('the schema asks for the permissions of the table', () => {
  const mutations = buildSubgraph(subgraphSdl('core'), {}).getType('Mutation');
  if (!isObjectType(mutations)) throw new Error('there are no mutations');
  const all = [...names, ...upkeep.map((each) => each.name)];
  const asked = all.map((name): [string, string[]] => {
    const directive = mutations.getFields()[name]?.astNode?.directives?.find((each) => each.name.value === 'auth');
    const argument = directive?.arguments?.[0]?.value;
    const values = argument?.kind === 'ListValue' ? argument.values : [];
    return [name, values.map((value) => (value.kind === 'StringValue' ? value.value : '')).sort()];
  });
  expect(asked).toEqual(all.map((name) => [name, [...permissionsOf(name)].sort()]));
  const known = new Set<string>(permissions.map(({ name }) => name));
  expect(asked.flatMap(([, list]) => list).filter((permission) => !known.has(permission))).toEqual([]);
});

test('work on tasks is for orders in progress', () => {
  expect(statesOf('completeTask')).toEqual(['in_progress']);
});

test('the diagram has an arrow for every row, and its two ends', () => {
  const lines = stateDiagram().split('\n');
  expect(lines).toContain('  assigned --> in_progress: start');
  expect(lines).toContain('  [*] --> draft: create');
  expect(lines.filter((line) => line.endsWith('--> [*]'))).toEqual(['  closed --> [*]', '  cancelled --> [*]']);
  expect(lines.filter((line) => line.includes(': '))).toHaveLength(domain.length + 1);
});

function refusalOf(act: () => unknown) {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.problems[0];
    throw error;
  }
}
