import { expect, test } from 'vitest';
import { derivedGatewayPassword, hashGatewayPassword, verifyGatewayPassword } from './gateway-password.ts';

test('a password belongs to its own hash and to no other', async () => {
  const kept = await hashGatewayPassword('correct horse');
  expect(kept).toMatch(/^\$scrypt\$ln=14,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await verifyGatewayPassword('correct horse', kept)).toBe(true);
  expect(await verifyGatewayPassword('correct horsf', kept)).toBe(false);
  expect(await verifyGatewayPassword('', kept)).toBe(false);
  expect(await hashGatewayPassword('correct horse')).not.toBe(kept);
});

test('agrees with the test vector of RFC 7914', async () => {
  // N=16384, r=8, p=1, "pleaseletmein", "SodiumChloride": the first 32 of its 64 bytes.
  const hash = Buffer.from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2', 'hex').toString('base64').replace('=', '');
  const salt = Buffer.from('SodiumChloride').toString('base64').replace(/=+$/, '');
  expect(await verifyGatewayPassword('pleaseletmein', `$scrypt$ln=14,r=8,p=1$${salt}$${hash}`)).toBe(true);
});

test.each([
  '',
  'demo',
  '$scrypt$ln=30,r=8,p=1$c2FsdA$AAAA',
  '$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA',
  `$scrypt$ln=18,r=8,p=1$c2FsdA$${'A'.repeat(43)}`,
])('refuses %j, which is no hash of ours', async (kept) => {
  expect(await verifyGatewayPassword('demo', kept)).toBe(false);
});

test('derives a password per installation and gateway', () => {
  expect(derivedGatewayPassword('one secret', 'helios:CESTAS:GW-01')).toBe(derivedGatewayPassword('one secret', 'helios:CESTAS:GW-01'));
  expect(derivedGatewayPassword('one secret', 'helios:CESTAS:GW-01')).not.toBe(
    derivedGatewayPassword('two secrets', 'helios:CESTAS:GW-01'),
  );
  expect(derivedGatewayPassword('one secret', 'helios:CESTAS:GW-01')).not.toBe(derivedGatewayPassword('one secret', 'helios:MOSS:GW-01'));
});
