import postgres from 'postgres';

/** A pool of PGwire connections to QuestDB. */
export type QuestDbSql = postgres.Sql<{ date: Date }>;

export interface QuestDbPoolOptions {
  readonly url: string;
  /** Connections. QuestDB takes 64 in all, and lets the 65th hang. */
  readonly max: number;
  /** Shows in QuestDB's own list of connections. */
  readonly name: string;
}

/** Opens a pool, lazily. Timestamps go and come as `Date` in UTC. */
export function connectQuestDb(options: QuestDbPoolOptions): QuestDbSql {
  return postgres<{ date: postgres.PostgresType<Date> }>(options.url, {
    max: options.max,
    idle_timeout: 60,
    connect_timeout: 5,
    // By default it waits ever longer, up to 20 s, before it tries a server again that was away.
    backoff: () => 0.2,
    // QuestDB has no pg_type to ask. Without it a JavaScript array as a parameter matches nothing, silently: see `list` in read.ts.
    fetch_types: false,
    connection: { application_name: options.name },
    types: { date: { to: 1184, from: [1082, 1114, 1184], serialize: (date: Date) => date.toISOString(), parse: parseTimestamp } },
    onnotice: () => undefined,
  });
}

/** QuestDB's timestamps are UTC and come without a zone: `2026-11-25 13:26:02.000000`. */
export function parseTimestamp(text: string): Date {
  return new Date(`${text.slice(0, 10)}T${text.slice(11, 23)}Z`);
}
