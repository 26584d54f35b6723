import { expect, test } from 'vitest';
import { widest, type Grant } from './widest.ts';

const grant = (permission: string, scope: Grant['scope'], constraints: Grant['constraints'] = null): Grant => ({
  permission,
  scope,
  constraints,
});

test('roles add up: the union of scopes per permission', () => {
  const { grants } = widest([
    grant('read:assets', 'sites'),
    grant('read:assets', 'assigned'),
    grant('read:assets', 'sites'),
    grant('read:costs', 'all'),
  ]);
  expect(grants).toEqual(
    new Map([
      ['read:assets', ['sites', 'assigned']],
      ['read:costs', ['all']],
    ]),
  );
});

test('of several limits the widest counts', () => {
  const { limits } = widest([
    grant('approve:work-orders', 'sites', { max_amount: 10_000, wo_types: ['emergency'] }),
    grant('approve:work-orders', 'sites', { max_amount: 25_000, wo_types: ['corrective'] }),
  ]);
  expect(limits).toEqual(new Map([['approve:work-orders', { max_amount: 25_000, wo_types: ['emergency', 'corrective'] }]]));
});

test('a limit that one of the roles does not set is none', () => {
  expect(widest([grant('a:b', 'all', { max_amount: 1, wo_types: ['x'] }), grant('a:b', 'all', { max_amount: 2 })]).limits).toEqual(
    new Map([['a:b', { max_amount: 2 }]]),
  );
  expect(widest([grant('a:b', 'all', { max_amount: 1 }), grant('a:b', 'all')]).limits).toEqual(new Map());
  expect(widest([grant('a:b', 'all'), grant('a:b', 'all', { max_amount: 1 })]).limits).toEqual(new Map());
});
