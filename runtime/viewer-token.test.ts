import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { createViewerReader, signViewer, verifyViewer, viewerTokenKey } from './viewer-token.ts';
import type { Viewer } from './viewer.ts';

const key = viewerTokenKey('a secret of this installation');

const viewer: Viewer = {
  kind: 'person',
  userId: randomUUID(),
  tenantId: randomUUID(),
  tenantCode: 'helios',
  email: 'technician@helios.test',
  displayName: 'Théo Martin',
  roles: [{ id: randomUUID(), name: 'field_technician_electrical', displayName: 'Field technician, electrical' }],
  grants: new Map([
    ['read:work-orders', ['sites', 'assigned']],
    ['read:assets', ['sites']],
    ['approve:work-orders', ['all']],
  ]),
  limits: new Map([['approve:work-orders', { max_amount: 25_000 }]]),
  siteIds: [randomUUID(), randomUUID()],
};

test('a viewer arrives at the subgraph as it left the gateway', async () => {
  expect(await verifyViewer(await signViewer(viewer, key, 'core'), key, 'core')).toEqual(viewer);
});

test('a viewer with every permission fits into a header', async () => {
  const grants = new Map(Array.from({ length: 104 }, (_, index) => [`administrate:some-resource-${index}`, ['all'] as const]));
  expect((await signViewer({ ...viewer, grants }, key, 'core')).length).toBeLessThan(8_000);
});

test('a token for one subgraph is refused by another, and so is one of another installation', async () => {
  const token = await signViewer(viewer, key, 'core');
  await expect(verifyViewer(token, key, 'inventory')).rejects.toThrow();
  await expect(verifyViewer(token, viewerTokenKey('another secret'), 'core')).rejects.toThrow();
});

test('a token is good for a minute and never longer than the person is signed in', async () => {
  const signed = Date.now();
  const token = await signViewer(viewer, key, 'core', undefined, signed);
  await expect(verifyViewer(token, key, 'core', new Date(signed + 58_000))).resolves.toBeDefined();
  await expect(verifyViewer(token, key, 'core', new Date(signed + 70_000))).rejects.toThrow();
  const short = await signViewer(viewer, key, 'core', signed + 10_000, signed);
  await expect(verifyViewer(short, key, 'core', new Date(signed + 20_000))).rejects.toThrow();
});

test('a token that claims to live longer than a minute is refused', async () => {
  const issued = Math.floor(Date.now() / 1_000) - 120;
  const token = await new SignJWT({ viewer: {} })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('dcmms-gateway')
    .setAudience('core')
    .setSubject(viewer.userId)
    .setIssuedAt(issued)
    .setExpirationTime(issued + 3_600)
    .sign(key);
  await expect(verifyViewer(token, key, 'core')).rejects.toThrow(/iat/);
});

test('a subgraph reads a token once while it is good, and not beyond', async () => {
  const read = createViewerReader(key, 'core');
  const token = await signViewer(viewer, key, 'core');
  expect(await read(token)).toEqual(viewer);
  expect(await read(token)).toBe(await read(token));
  const ending = await signViewer(viewer, key, 'core', Date.now() + 1_000, Date.now() - 30_000);
  const first = await read(ending);
  while ((await read(ending).catch(() => undefined)) === first) await new Promise((resolve) => setTimeout(resolve, 20));
  await expect(read('not a token')).rejects.toThrow();
});
