import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

// 16 MiB and some 40 ms: a gateway signs in once per connection, a thief would have to pay it per guess.
const costLog2 = 14;
const blockSize = 8;
const parallelism = 1;
const hashBytes = 32;

/**
 * What `gateways.password_hash` holds of a gateway's password: scrypt (RFC 7914) as a PHC string,
 * `$scrypt$ln=14,r=8,p=1$<salt>$<hash>` with unpadded base64.
 *
 * @param salt 16 random bytes by default.
 */
export async function hashGatewayPassword(password: string, salt: Uint8Array = randomBytes(16)): Promise<string> {
  const hash = await derive(password, salt, { costLog2, blockSize, parallelism });
  return `$scrypt$ln=${costLog2},r=${blockSize},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Whether a password belongs to a kept hash. A hash of another form or a price above any of ours belongs to none. */
export async function verifyGatewayPassword(password: string, kept: string): Promise<boolean> {
  const parts = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]{43})$/.exec(kept);
  if (parts === null) return false;
  const [, ln = '', r = '', p = '', salt = '', hash = ''] = parts;
  const price = { costLog2: Number(ln), blockSize: Number(r), parallelism: Number(p) };
  if (
    price.costLog2 < 1 ||
    price.costLog2 > 17 ||
    price.blockSize < 1 ||
    price.blockSize > 16 ||
    price.parallelism < 1 ||
    price.parallelism > 4
  ) {
    return false;
  }
  const expected = Buffer.from(hash, 'base64');
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64'), price), expected);
}

/** The user name with which a gateway signs in over MQTT: unique in the installation, as its code is in its site alone. */
export function gatewayUsername(tenantCode: string, siteCode: string, gatewayCode: string): string {
  return `${tenantCode}:${siteCode}:${gatewayCode}`;
}

/** The password of a gateway of an embedded installation, derived from its secret like every other. */
export function derivedGatewayPassword(secret: string, username: string): string {
  return createHmac('sha256', secret).update(`gateway:${username}`).digest('base64url');
}

interface Price {
  readonly costLog2: number;
  readonly blockSize: number;
  readonly parallelism: number;
}

function derive(password: string, salt: Uint8Array, price: Price): Promise<Buffer> {
  const options = { N: 2 ** price.costLog2, r: price.blockSize, p: price.parallelism, maxmem: 512 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
