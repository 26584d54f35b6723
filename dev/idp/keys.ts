import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';

/**
 * The signing key of one tenant's issuer (RSA 2048, RS256). Made once and kept, so that a token outlives a restart; every tenant
 * has its own, so that a token of one issuer can never pass for another's.
 *
 * @param folder `$DCMMS_HOME/idp`, made if missing; the file in it is readable by its owner alone.
 */
export async function signingKey(folder: string, tenant: string): Promise<JWK> {
  const file = join(folder, `${tenant}.jwk.json`);
  const kept = await readKept(file);
  if (kept !== undefined) return kept;
  const made = await makeKey();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  // Written aside and renamed: a crash leaves no half a key behind.
  const aside = `${file}.${process.pid}`;
  await writeFile(aside, JSON.stringify(made), { mode: 0o600 });
  await rename(aside, file);
  return made;
}

const jwkShape = z.looseObject({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string(), d: z.string() });

async function readKept(file: string): Promise<JWK | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return jwkShape.parse(JSON.parse(text));
}

async function makeKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: 'RS256', use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}
