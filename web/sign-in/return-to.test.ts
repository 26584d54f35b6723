import { expect, test } from 'vitest';
import { localPath } from './return-to.ts';

test.each([
  ['/alarms?severity=HIGH#row-3', '/alarms?severity=HIGH#row-3'],
  ['/work-orders/WO-20261125-0001', '/work-orders/WO-20261125-0001'],
  ['/', '/'],
])('goes back to %s', (wanted, path) => expect(localPath(wanted)).toBe(path));

test.each([
  null,
  undefined,
  '',
  'alarms',
  '//elsewhere.test/alarms',
  '/\\elsewhere.test',
  '/.//elsewhere.test',
  '/\t/elsewhere.test',
  'https://elsewhere.test',
  'javascript:alert(1)',
  '/alarms\\..\\x',
  '/sign-in?returnTo=/sign-in',
  '/auth/logout',
])('%j leads nowhere but to the overview', (wanted) => expect(localPath(wanted)).toBe('/'));
