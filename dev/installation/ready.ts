import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { ReadyFile } from '../launcher/ready-file.ts';

const readyFile = z.looseObject({
  graphql: z.url(),
  graphqlWs: z.string(),
  partnerGraphql: z.url(),
  idp: z.url(),
  mqtt: z.string(),
  questdbHttp: z.string(),
  questdbPg: z.string(),
  database: z.string(),
  gateways: z.array(z.object({ tenant: z.string(), site: z.string(), gateway: z.string(), username: z.string(), password: z.string() })),
  health: z.record(z.string(), z.string()),
  pids: z.record(z.string(), z.number()),
});

/** The folder of the embedded parts' state: `DCMMS_HOME`, by default `.dcmms` in the project. */
export function installationHome(): string {
  return resolve(join(import.meta.dirname, '..', '..'), process.env['DCMMS_HOME'] ?? '.dcmms');
}

/** @throws With what to do when no installation runs. */
export function readReadyFile(home = installationHome()): ReadyFile {
  let text: string;
  try {
    text = readFileSync(join(home, 'ready.json'), 'utf8');
  } catch {
    throw new Error(`Nothing is running in ${home}: run \`npm start\` first (and set DCMMS_HOME to the same folder, if you set it there).`);
  }
  return readyFile.parse(JSON.parse(text));
}
