import { createLog } from '@dcmms/runtime/log.ts';
import { migrate } from '@dcmms/db/migrate.ts';
import { installationHome, readReadyFile } from './installation/ready.ts';
import { installationSecret } from './launcher/secrets.ts';

/** `npm run migrate`: brings the schema of `DATABASE_URL` (or of the running installation) up to date. */
try {
  const url = process.env['DATABASE_DIRECT_URL'] || process.env['DATABASE_URL'] || readReadyFile().database;
  await migrate({ url, secret: installationSecret(installationHome()), log: createLog('migrate', 'warn') });
  console.log('The schema is up to date.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
