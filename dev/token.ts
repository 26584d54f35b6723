import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { roleTable } from '@dcmms/db/identity/role-table.ts';
import { demoPassword, demoPeople, findPerson } from '@dcmms/db/seed/people.ts';
import { parseEnvironment } from '@dcmms/runtime/config.ts';
import { commandLine } from './installation/command-line.ts';
import { installationHome } from './installation/ready.ts';
import { issuerUrl } from './idp/issuer.ts';
import { signIn } from './idp/sign-in.ts';

const readyShape = z.object({ idp: z.url() });

const portRange = 'a port is a whole number from 1 to 65535';
const environment = z.object({
  IDP_PORT: z.coerce.number(portRange).int(portRange).min(1, portRange).max(65_535, portRange).default(4100),
});

// `npm run -s token -- --as operator@helios.test`: prints an access token, good for 30 minutes, and nothing else.
try {
  process.stdout.write(`${await token(process.argv.slice(2))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function token(args: string[]): Promise<string> {
  const values = commandLine(args, `npm run -s token -- --as E-MAIL\n\n${people()}`, { as: { type: 'string' } });
  if (values.as === undefined) throw new Error(`Whose token? Say --as with one of\n${people()}`);
  const person = findPerson(values.as);
  if (person === undefined) throw new Error(`Nobody in the demo is ${values.as}. There are\n${people()}`);
  const port = await providerPort();
  try {
    return await signIn({ issuer: issuerUrl(port, person.tenant), email: person.email, password: demoPassword });
  } catch (error) {
    // What fetch throws when nobody listens.
    if (error instanceof TypeError)
      throw new Error(
        `No identity provider answers at port ${port}: run \`npm start\` first (and set DCMMS_HOME or IDP_PORT as you set it there).`,
        { cause: error },
      );
    throw error;
  }
}

function people(): string {
  const titles = new Map<string, string>(roleTable.map(([role, , title]) => [role, title]));
  return demoPeople.map(({ email, role }) => `  ${email.padEnd(26)} ${titles.get(role) ?? role}`).join('\n');
}

/** The port of the running installation, else the configured one. */
async function providerPort(): Promise<number> {
  const { IDP_PORT: configured } = parseEnvironment(environment);
  let text: string;
  try {
    text = await readFile(join(installationHome(), 'ready.json'), 'utf8');
  } catch {
    return configured;
  }
  return Number(new URL(readyShape.parse(JSON.parse(text)).idp).port) || configured;
}
