import { expect, test } from 'vitest';
import { authorityKey, type Viewer } from './viewer.ts';

const viewer: Viewer = {
  kind: 'person',
  userId: 'a',
  tenantId: 't',
  tenantCode: 'helios',
  email: 'a@helios.test',
  displayName: 'A',
  roles: [],
  grants: new Map([
    ['read:telemetry', ['sites']],
    ['read:alerts', ['sites', 'assigned']],
  ]),
  limits: new Map([['read:telemetry', { asset_types: ['battery'], sensors: 1 }]]),
  siteIds: ['n', 's'],
};

test('who may see the same shares a key, in whatever order it is said', () => {
  const same: Viewer = {
    ...viewer,
    userId: 'b',
    grants: new Map([
      ['read:alerts', ['assigned', 'sites']],
      ['read:telemetry', ['sites']],
    ]),
    limits: new Map([['read:telemetry', { sensors: 1, asset_types: ['battery'] }]]),
    siteIds: ['s', 'n'],
  };
  expect(authorityKey(same)).toBe(authorityKey(viewer));
});

test.each([
  ['another tenant', { tenantId: 'u' }],
  ['another scope', { grants: new Map([['read:telemetry', ['all']]]) }],
  ['another site', { siteIds: ['n'] }],
  ['no limit', { limits: new Map() }],
  ['another limit', { limits: new Map([['read:telemetry', { asset_types: ['inverter'], sensors: 1 }]]) }],
] as const)('%s is another key', (_what, other) => {
  expect(authorityKey({ ...viewer, ...(other as Partial<Viewer>) })).not.toBe(authorityKey(viewer));
});
