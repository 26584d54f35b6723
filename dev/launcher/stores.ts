import { startPostgres } from '@dcmms/db/embedded/postgres.ts';
import type { ServerExit } from '@dcmms/db/embedded/processes.ts';
import { startQuestDb } from '@dcmms/db/questdb/server.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import type { LaunchOptions } from './options.ts';
import type { Running } from './part.ts';

/** Where PostgreSQL is: the server's own database for an embedded one, the application's for an external one. */
export interface PostgresAddress {
  readonly url: string;
  /** Past a pooler; the same as `url` where there is none. */
  readonly directUrl: string;
  readonly embedded: boolean;
}

export interface QuestDbAddress {
  readonly httpUrl: string;
  readonly pgUrl: string;
  readonly pgReadUrl: string;
}

export interface Store<Address> {
  readonly external?: Address;
  readonly launch?: (unwanted: AbortSignal) => Promise<Running & { address: Address }>;
}

/** PostgreSQL: the one of `DATABASE_URL`, else ours under our own supervisor. */
export function postgresPart(settings: {
  home: string;
  secret: string;
  log: Log;
  external: LaunchOptions['external'];
}): Store<PostgresAddress> {
  const { databaseUrl, databaseDirectUrl } = settings.external;
  if (databaseUrl !== undefined) return { external: { url: databaseUrl, directUrl: databaseDirectUrl ?? databaseUrl, embedded: false } };
  return {
    launch: async () => {
      const server = await startPostgres({ home: settings.home, secret: settings.secret, log: settings.log });
      return { ...running(server), address: { url: server.url, directUrl: server.url, embedded: true } };
    },
  };
}

/** QuestDB: the one of `QUESTDB_HTTP_URL` and `QUESTDB_PG_URL`, else ours on the host's Java. */
export function questDbPart(settings: {
  home: string;
  secret: string;
  log: Log;
  ports: LaunchOptions['ports'];
  external: LaunchOptions['external'];
}): Store<QuestDbAddress> {
  const { questdbHttpUrl, questdbPgUrl } = settings.external;
  if (questdbHttpUrl !== undefined && questdbPgUrl !== undefined) {
    return { external: { httpUrl: questdbHttpUrl, pgUrl: questdbPgUrl, pgReadUrl: questdbPgUrl } };
  }
  return {
    launch: async (unwanted) => {
      const server = await startQuestDb({
        home: settings.home,
        secret: settings.secret,
        httpPort: settings.ports.questdbHttp,
        pgPort: settings.ports.questdbPg,
        log: settings.log,
        unwanted,
      });
      return { ...running(server), address: { httpUrl: server.httpUrl, pgUrl: server.pgUrl, pgReadUrl: server.pgReadUrl } };
    },
  };
}

function running(server: { pid: number; stop(): Promise<void>; onExit(callback: (exit: ServerExit) => void): void }): Running {
  const exited = new Promise<string>((resolve) =>
    server.onExit(({ signal, code }) => resolve(signal ?? (code === null ? 'nobody knows why' : `exit ${code}`))),
  );
  return { pid: server.pid, facts: {}, exited, stop: () => server.stop() };
}
