import { expect, it } from 'vitest';
import { destinations, destinationsFor, isAt, phoneDestinations } from './destinations.ts';

const names = (permissions: readonly string[], list = destinationsFor) =>
  list((each) => permissions.includes(each)).map(({ name }) => name);

it('The navigation has what the viewer has a use for', () => {
  expect(names([])).toEqual(['overview']);
  expect(names(['read:alerts', 'read:inventory'])).toEqual(['overview', 'alarms', 'inventory']);
});

it('On a phone a technician has their work first, everybody else the overview', () => {
  const technician = ['execute:work-orders', 'read:alerts', 'read:work-orders'];
  expect(names(technician, phoneDestinations)).toEqual(['myWork', 'alarms', 'workOrders']);
  expect(names(['read:alerts', 'read:work-orders'], phoneDestinations)).toEqual(['overview', 'alarms', 'workOrders']);
});

it('No two screens share a letter', () => {
  expect(new Set(destinations.map(({ letter }) => letter)).size).toBe(destinations.length);
});

it('A page below a screen belongs to it, the overview has none below it', () => {
  expect([isAt('/alarms/1', '/alarms'), isAt('/alarmsx', '/alarms'), isAt('/', '/'), isAt('/alarms', '/')]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});
