import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const version = 1;
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts what leaves the process and must come back unread and unchanged: the provider's tokens in the database, a sign-in that
 * is under way in the browser. AES-256-GCM; each purpose has a key of its own (HKDF-SHA256 over the installation's secret), so
 * that what was sealed for one cannot be passed off as the other.
 */
export class Seal {
  readonly #key: Buffer;

  constructor(secret: string, purpose: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', `dcmms/gateway/${purpose}`, 32));
  }

  /** @param about What the value belongs to, such as its row's id: opened under another one it is worthless. */
  seal(value: unknown, about: string): Buffer {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    cipher.setAAD(Buffer.from(about));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
    return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), sealed]);
  }

  /** @returns What was sealed; undefined when it was changed, belongs to something else, or was sealed under another secret. */
  open(sealed: Uint8Array, about: string): unknown {
    const bytes = Buffer.from(sealed);
    const body = 1 + ivBytes + tagBytes;
    if (bytes.length < body || bytes[0] !== version) return undefined;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(1, 1 + ivBytes), { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(about));
      decipher.setAuthTag(bytes.subarray(1 + ivBytes, body));
      const plain = Buffer.concat([decipher.update(bytes.subarray(body)), decipher.final()]);
      return JSON.parse(plain.toString('utf8'));
    } catch {
      return undefined;
    }
  }
}
