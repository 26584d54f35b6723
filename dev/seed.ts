import { parseArgs } from 'node:util';
import { z } from 'zod';
import { migrate } from '@dcmms/db/migrate.ts';
import { seedDemo } from '@dcmms/db/seed/demo.ts';
import { seedYearOne } from '@dcmms/db/seed/year1.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { installationHome, readReadyFile } from './installation/ready.ts';
import { installationSecret } from './launcher/secrets.ts';

const settings = z.object({
  fleet: z.enum(['demo', 'year1'], 'Say --fleet demo (the demo fleet) or --fleet year1 (a year of data in the volumes of the data model).'),
  scale: z.coerce.number('--scale takes a number, such as 0.1.').gt(0, '--scale is above 0.').max(1, '--scale is at most 1.').default(1),
  idpPort: z.coerce.number().int().default(4100),
});

/** `npm run seed -- --fleet demo|year1 [--scale 0.1]`: data for `DATABASE_URL`, or for the running installation. */
try {
  const { values } = parseArgs({ options: { fleet: { type: 'string', default: 'demo' }, scale: { type: 'string' } } });
  const parsed = settings.safeParse({ ...values, idpPort: process.env['IDP_PORT'] });
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => issue.message).join('\n'));
  const url = process.env['DATABASE_DIRECT_URL'] || process.env['DATABASE_URL'] || readReadyFile().database;
  await seed(url, parsed.data);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function seed(url: string, { fleet, scale, idpPort }: z.infer<typeof settings>): Promise<void> {
  const log = createLog('seed', fleet === 'year1' ? 'info' : 'warn');
  const secret = installationSecret(installationHome());
  await migrate({ url, secret, log });
  const now = new Date();
  if (fleet === 'year1') {
    const added = await seedYearOne({ url, scale, now, log });
    console.log(added === 0 ? 'All of it was there already.' : `${added} sites with a year of data were added.`);
    return;
  }
  const loaded = await seedDemo({ url, secret, now, idpPort, log });
  console.log(
    loaded ? 'The demo fleet was loaded.' : 'The database holds tenants already; the demo fleet is loaded into an empty one alone.',
  );
}
