import { join } from 'node:path';
import { silent } from '../embedded/log.ts';
import { questDbJar } from '../questdb/artifact.ts';

/** QuestDB's jar for tests, kept in the repository's ignored cache, so that Maven runs once per clone. */
export async function cachedQuestDbJar(): Promise<string> {
  return questDbJar(join(import.meta.dirname, '..', '..', '.cache', 'questdb'), process.env, silent);
}
