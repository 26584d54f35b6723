import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { StartRefused } from '../embedded/start-refused.ts';

export interface Java {
  readonly command: string;
  readonly major: number;
}

/** The release that QuestDB 9.3's classes are compiled for. */
const majorMin = 17;

/** Every way to a QuestDB, for the messages that say that one is missing. */
export const waysToQuestDb =
  'install a JDK 17 or newer and Maven, or set JAVA_HOME to one and QUESTDB_JAR to the jar of org.questdb:questdb, or set QUESTDB_HTTP_URL and QUESTDB_PG_URL to a running QuestDB, or start one with "docker compose up questdb"';

/**
 * Finds a Java that runs QuestDB: the given command, else JAVA_HOME's, else the one on the PATH.
 *
 * @throws StartRefused when the first of them that exists is too old, or none exists
 */
export async function findJava(environment: NodeJS.ProcessEnv, given?: string): Promise<Java> {
  const javaHome = environment['JAVA_HOME'];
  const candidates = given !== undefined ? [given] : [...(javaHome ? [join(javaHome, 'bin', 'java')] : []), 'java'];
  for (const command of candidates) {
    const said = await versionOf(command, environment);
    if (said === null) continue;
    const major = parseMajor(said);
    if (major === null) continue;
    if (major < majorMin)
      throw new StartRefused('MISSING', `QuestDB needs Java ${majorMin} or newer and ${command} is Java ${major}: ${waysToQuestDb}.`);
    return { command, major };
  }
  throw new StartRefused(
    'MISSING',
    `QuestDB needs Java ${majorMin} or newer and none was found (looked for ${candidates.join(' and ')}): ${waysToQuestDb}.`,
  );
}

/** Reads the major version out of `java -version`: `"17.0.15"` is 17, `"1.8.0_412"` is 8. */
export function parseMajor(said: string): number | null {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(said) ?? [];
  if (first === undefined) return null;
  return first === '1' && second !== undefined ? Number(second) : Number(first);
}

async function versionOf(command: string, environment: NodeJS.ProcessEnv): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, ['-version'], { env: environment, timeout: 20_000 }, (error, stdout, stderr) =>
      resolve(error === null ? `${stdout}${stderr}` : null),
    );
  });
}
