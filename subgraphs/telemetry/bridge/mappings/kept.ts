import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { TenantFacts } from './load.ts';

/** Keeps what is known of the tenants, for a start without the database. */
export async function keepFacts(path: string, facts: readonly TenantFacts[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, JSON.stringify(facts), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/**
 * What was kept; nothing when there is no such file.
 *
 * @throws When the file is of another release or damaged.
 */
export async function readFacts(path: string): Promise<readonly TenantFacts[]> {
  const kept = await readFile(path, 'utf8').catch(() => '[]');
  return keptSchema.parse(JSON.parse(kept));
}

const text = z.string();
const number = z.number().nullable();
const keptSchema = z.array(
  z.object({
    tenantId: text,
    tenantCode: text,
    sites: z.array(z.object({ siteId: text, siteCode: text })),
    mappings: z.array(
      z.object({
        mappingId: text,
        siteId: text,
        assetId: text,
        assetCode: text,
        assetType: text,
        tag: text,
        unit: text.nullable(),
        metric: text.nullable(),
        protocol: text,
        minValid: number,
        maxValid: number,
        maxRatePerS: number,
        expectedIntervalS: number,
      }),
    ),
    rules: z.array(
      z.object({
        id: text,
        tenantId: text,
        code: text,
        name: text,
        category: text,
        severity: text,
        siteIds: z.array(text).nullable(),
        assetTypes: z.array(text).nullable(),
        assetIds: z.array(text).nullable(),
        tagPattern: text.nullable(),
        condition: z.unknown(),
        clearCondition: z.unknown(),
      }),
    ),
    fingerprint: text,
  }),
);
