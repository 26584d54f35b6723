import { z } from 'zod';
import { migrate } from '@dcmms/db/migrate.ts';
import { seedDemo } from '@dcmms/db/seed/demo.ts';
import { seedYearOne } from '@dcmms/db/seed/year1.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { commandLine } from './installation/command-line.ts';
import { installationHome, readReadyFile } from './installation/ready.ts';
import { installationSecret } from './launcher/secrets.ts';

const usage = `npm run seed [-- --fleet demo|year1] [--scale 0.01]

  --fleet  demo: the demo fleet, for an empty database (default)
           year1: sites with a year of data each, in tenants of their own, for measuring
  --scale  share of the data model's first year, which is 500 sites (default 1)

For DATABASE_DIRECT_URL or DATABASE_URL, else for the running installation.`;

const settings = z.object({
  fleet: z.enum(['demo', 'year1'], 'Say --fleet demo (the demo fleet) or --fleet year1 (a year of data in the volumes of the data model).'),
  scale: z.coerce.number('--scale takes a number, such as 0.1.').gt(0, '--scale is above 0.').max(1, '--scale is at most 1.').default(1),
  idpPort: z.coerce.number().int().default(4100),
});

/** `npm run seed -- --fleet demo|year1 [--scale 0.1]`: data for `DATABASE_URL`, or for the running installation. */
try {
  const values = commandLine(process.argv.slice(2), usage, { fleet: { type: 'string', default: 'demo' }, scale: { type: 'string' } });
  const parsed = settings.safeParse({ ...values, idpPort: process.env['IDP_PORT'] });
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => issue.message).join('\n'));
  const url = process.env['DATABASE_DIRECT_URL'] || process.env['DATABASE_URL'] || readReadyFile().database;
  await seed(url, parsed.data);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function seed(url: string, { fleet, scale, idpPort }: z.infer<typeof settings>): Promise<void> {
  const log = createLog('seed', 'warn');
  const secret = installationSecret(installationHome());
  await migrate({ url, secret, log });
  const now = new Date();
  if (fleet === 'year1') {
    console.log('Adding sites with a year of data each. Ctrl-C stops it; the next run goes on there.');
    const added = await seedYearOne({ url, scale, now, log: { info: tell } });
    console.log(
      added === 0 ? 'All of it was there already.' : `${added} sites were added, to tenants year1-001 and so on, where nobody signs in.`,
    );
    return;
  }
  const loaded = await seedDemo({ url, secret, now, idpPort, log });
  console.log(
    loaded ? 'The demo fleet was loaded.' : 'The database holds tenants already; the demo fleet is loaded into an empty one alone.',
  );
}

function tell(fields: object, message: string): void {
  console.log('rows' in fields && 'seconds' in fields ? `${message}: ${String(fields.rows)} rows in ${String(fields.seconds)} s` : message);
}
