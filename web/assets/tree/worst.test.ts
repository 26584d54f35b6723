import { expect, test } from 'vitest';
import { byWorst, idsUp, worstByBranch, type TreeAlarm } from './worst.ts';

const inverter = { id: 'inv', type: 'INVERTER', site: { id: 'cestas' }, parent: { id: 'plant', parent: null } };
const combiner = { id: 'box', type: 'COMBINER_BOX', site: { id: 'cestas' }, parent: inverter };

test('an alarm counts at its asset and at everything above it, up to the site and its type', () => {
  const worst = worstByBranch([alarm('HIGH', 'ACTIVE', combiner)]);
  expect([...worst.keys()]).toEqual(['box', 'inv', 'plant', 'cestas', 'type:COMBINER_BOX']);
  expect(worst.get('plant')).toEqual({ severity: 'HIGH', unacknowledged: true, count: 1 });
});

test('the worst wins; it is unacknowledged while one of its severity is', () => {
  const worst = worstByBranch([alarm('LOW', 'ACTIVE', combiner), alarm('HIGH', 'ACKNOWLEDGED', inverter)]);
  expect(worst.get('inv')).toEqual({ severity: 'HIGH', unacknowledged: false, count: 2 });
  expect(worst.get('box')).toEqual({ severity: 'LOW', unacknowledged: true, count: 1 });
  const both = worstByBranch([alarm('HIGH', 'ACKNOWLEDGED', inverter), alarm('HIGH', 'ACTIVE', inverter)]);
  expect(both.get('inv')?.unacknowledged).toBe(true);
});

test('what is over, and what is for information alone, is none', () => {
  expect(worstByBranch([alarm('HIGH', 'RESOLVED', inverter), alarm('INFO', 'ACTIVE', inverter)]).size).toBe(0);
});

test('worst first keeps the order of what is equally bad', () => {
  const worst = worstByBranch([alarm('HIGH', 'ACKNOWLEDGED', { ...inverter, id: 'c' }), alarm('HIGH', 'ACTIVE', { ...inverter, id: 'd' })]);
  expect(byWorst(['a', 'b', 'c', 'd'], worst, (row) => row)).toEqual(['d', 'c', 'a', 'b']);
});

test('the way up', () => {
  expect(idsUp(combiner)).toEqual(['box', 'inv', 'plant']);
});

function alarm(severity: TreeAlarm['severity'], status: TreeAlarm['status'], asset: TreeAlarm['asset']): TreeAlarm {
  return { id: `${severity} ${status}`, severity, status, asset };
}
