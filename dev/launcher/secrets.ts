import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The one random key of an installation, from which every password is derived: `DCMMS_SECRET`, else `$DCMMS_HOME/secrets.json`
 * (mode 0600), made at the first start.
 */
export function installationSecret(home: string): string {
  const given = process.env['DCMMS_SECRET'];
  if (given !== undefined && given.length > 0) return given;
  const file = join(home, 'secrets.json');
  mkdirSync(home, { recursive: true });
  const known = read(file);
  if (known !== undefined) return known;
  // Written beside and linked into place: two first starts at once agree on one key, and a crash leaves no half file.
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify({ key: randomBytes(32).toString('base64url') })}\n`, { mode: 0o600 });
  chmodSync(fresh, 0o600);
  try {
    linkSync(fresh, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
  const key = read(file);
  if (key === undefined) throw new Error(`${file} holds no key. Remove it together with the data that were made with it (npm run reset).`);
  return key;
}

function read(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed === 'object' && parsed !== null && 'key' in parsed && typeof parsed.key === 'string') return parsed.key;
  throw new Error(`${file} holds no key. Remove it together with the data that were made with it (npm run reset).`);
}
