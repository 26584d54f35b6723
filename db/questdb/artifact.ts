import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { waitForLock } from '../embedded/lock.ts';
import type { Log } from '../embedded/log.ts';
import { isCode } from '../embedded/processes.ts';
import { StartRefused } from '../embedded/start-refused.ts';
import { waysToQuestDb } from './java.ts';

/** The newest server that is published as a Maven artifact with classes for Java 17. */
export const questDbVersion = '9.3.4';

const copyGoal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
const fetchTimeoutMs = 300_000;

/**
 * The path of QuestDB's jar: the one that `QUESTDB_JAR` names, else the one in `folder`, fetched at the first time by the
 * host's Maven, whose checksums are strict and whose settings (mirrors, proxies) hold. One process fetches, others wait.
 *
 * @param unwanted Ends a fetch that is under way.
 */
export async function questDbJar(folder: string, environment: NodeJS.ProcessEnv, log: Log, unwanted?: AbortSignal): Promise<string> {
  const given = environment['QUESTDB_JAR'];
  if (given) {
    if (!(await isArchive(given)))
      throw new StartRefused('MISSING', `QUESTDB_JAR is ${given}, which is no jar; point it at the jar of org.questdb:questdb.`);
    return resolve(given);
  }
  const jar = join(resolve(folder), `questdb-${questDbVersion}.jar`);
  if (await isArchive(jar)) return jar;
  await mkdir(folder, { recursive: true });
  const lock = await waitForLock(`questdb-jar:${resolve(folder)}`, fetchTimeoutMs);
  try {
    if (await isArchive(jar)) return jar;
    log.info({ version: questDbVersion }, 'fetching QuestDB (30 MB) with Maven');
    const draft = await mkdtemp(join(folder, 'fetch-'));
    try {
      await fetchInto(draft, environment, unwanted);
      const fetched = join(draft, basename(jar));
      if (!(await isArchive(fetched))) throw new StartRefused('MISSING', `Maven brought no ${basename(jar)}: ${waysToQuestDb}.`);
      await rename(fetched, jar);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    return jar;
  } finally {
    await lock.release();
  }
}

async function fetchInto(folder: string, environment: NodeJS.ProcessEnv, unwanted: AbortSignal | undefined): Promise<void> {
  const args = [
    '--batch-mode',
    '--quiet',
    '--no-transfer-progress',
    '--strict-checksums',
    copyGoal,
    `-Dartifact=org.questdb:questdb:${questDbVersion}`,
    `-DoutputDirectory=${folder}`,
  ];
  await new Promise<void>((resolveFetch, reject) => {
    // In the empty folder, so that no pom.xml nearby takes part.
    const child = spawn('mvn', args, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: fetchTimeoutMs,
      ...(unwanted === undefined ? {} : { signal: unwanted }),
    });
    let said = '';
    const listen = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-4_000));
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', (cause) => {
      reject(
        isCode(cause, 'ENOENT')
          ? new StartRefused('MISSING', `QuestDB is fetched with Maven, and there is no mvn on the PATH: ${waysToQuestDb}.`, { cause })
          : cause,
      );
    });
    child.once('close', (code, by) => {
      if (code === 0) resolveFetch();
      else
        reject(
          new StartRefused(
            'MISSING',
            `Maven could not fetch org.questdb:questdb:${questDbVersion} (${firstError(said) ?? `it ended with ${code ?? by}`}): ${waysToQuestDb}.`,
          ),
        );
    });
  });
}

function firstError(said: string): string | null {
  return /^\[ERROR\] (.+)$/m.exec(said)?.[1]?.trim() ?? null;
}

/** A jar is a zip; anything else under its name is a download that went wrong. */
async function isArchive(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
      return bytesRead === 4 && buffer.readUInt32BE(0) === 0x504b0304;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isCode(error, 'ENOENT', 'EISDIR', 'ENOTDIR')) return false;
    throw error;
  }
}
