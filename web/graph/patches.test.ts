import { expect, test } from 'vitest';
import { patched, Patches } from './patches.ts';

const data = {
  alerts: {
    nodes: [
      { __typename: 'Alert', id: 'a', status: 'ACTIVE' },
      { __typename: 'Alert', id: 'b', status: 'ACTIVE' },
    ],
  },
  viewer: { __typename: 'Viewer', id: 'a' },
};

test('a patch lies over every copy of its entity, and leaves the rest as it is', () => {
  const shown = patched(data, [{ typename: 'Alert', id: 'a', fields: { status: 'SUPPRESSED', unasked: 1 } }]);
  expect(shown.alerts.nodes[0]).toEqual({ __typename: 'Alert', id: 'a', status: 'SUPPRESSED' });
  expect(shown.alerts.nodes[1]).toBe(data.alerts.nodes[1]);
  expect(shown.viewer).toBe(data.viewer);
  expect(patched(data, [])).toBe(data);
});

test('taking a patch back shows what is below it', () => {
  const patches = new Patches();
  patches.stand([{ typename: 'Alert', id: 'b', fields: { status: 'RESOLVED' } }]);
  const takeBack = patches.add([{ typename: 'Alert', id: 'a', fields: { status: 'ACKNOWLEDGED' } }]);
  const statuses = () => patched(data, patches.all.get()).alerts.nodes.map(({ status }) => status);
  expect(statuses()).toEqual(['ACKNOWLEDGED', 'RESOLVED']);
  takeBack();
  expect(statuses()).toEqual(['ACTIVE', 'RESOLVED']);
});
