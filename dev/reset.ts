import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removePostgres } from '@dcmms/db/embedded/postgres.ts';
import { removeQuestDb } from '@dcmms/db/questdb/server.ts';
import { installationHome } from './installation/ready.ts';

/** `npm run reset`: wipes the embedded data. What was fetched (QuestDB's jar) stays; external databases are never touched. */
const home = installationHome();
try {
  await removePostgres(home);
  await removeQuestDb(home);
  for (const entry of ['journal', 'log', 'idp', 'plant.json', 'secrets.json', 'ready.json'])
    await rm(join(home, entry), { recursive: true, force: true });
  console.log(`The data in ${home} are gone. \`npm start\` makes new ones.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
