import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { demoPassword, demoPeople, findPerson } from '@dcmms/db/seed/people.ts';
import { installationHome } from './installation/ready.ts';
import { issuerUrl } from './idp/issuer.ts';
import { signIn } from './idp/sign-in.ts';

const readyShape = z.object({ idp: z.url() });

// `npm run -s token -- --as operator@helios.test`: prints an access token, good for 30 minutes, and nothing else.
try {
  process.stdout.write(`${await token(process.argv.slice(2))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function token(args: string[]): Promise<string> {
  const { values } = parseArgs({ args, options: { as: { type: 'string' } } });
  const known = demoPeople.map((person) => person.email).join('\n  ');
  if (values.as === undefined) throw new Error(`Whose token? Say --as with one of\n  ${known}`);
  const person = findPerson(values.as);
  if (person === undefined) throw new Error(`Nobody in the demo is ${values.as}. There are\n  ${known}`);
  const port = await providerPort();
  try {
    return await signIn({ issuer: issuerUrl(port, person.tenant), email: person.email, password: demoPassword });
  } catch (error) {
    // What fetch throws when nobody listens.
    if (error instanceof TypeError)
      throw new Error(`No identity provider answers at port ${port}. Start it with npm start.`, { cause: error });
    throw error;
  }
}

/** The port of the running installation, else the configured one. */
async function providerPort(): Promise<number> {
  const configured = Number(process.env['IDP_PORT'] ?? 4100);
  let text: string;
  try {
    text = await readFile(join(installationHome(), 'ready.json'), 'utf8');
  } catch {
    return configured;
  }
  return Number(new URL(readyShape.parse(JSON.parse(text)).idp).port) || configured;
}
