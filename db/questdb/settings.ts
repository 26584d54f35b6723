import { createHmac } from 'node:crypto';

/** QuestDB knows exactly these: one user who may do everything (HTTP and PGwire) and one who may read (PGwire). */
export const adminUser = 'dcmms_admin';
export const readUser = 'dcmms_reader';

/** The password of one of QuestDB's users, derived from the installation's key. */
export function questDbPassword(secret: string, user: string): string {
  return createHmac('sha256', secret).update(`questdb:${user}`).digest('base64url');
}

/** Worker pools whose idle threads spin after every commit at the default thresholds, which costs three to four times the CPU. */
const pools = ['http.worker', 'pg.worker', 'shared.worker', 'wal.apply.worker', 'mat.view.refresh.worker', 'view.compiler.worker'];

/**
 * server.conf for a host of two cores, as measured. Own pools for HTTP and PGwire, since queries run on the network workers
 * and one slow query on a shared one stops ingest; a small split size, since a commit rewrites the tail of its partition up
 * to it. Strict: a key that this release does not know stops the start instead of being ignored.
 */
export function serverSettings(options: {
  readonly httpPort: number;
  readonly pgPort: number;
  readonly secret: string;
  readonly settings?: Readonly<Record<string, string>>;
}): string {
  const settings: Record<string, string | number | boolean> = {
    'config.validation.strict': true,
    'http.net.bind.to': `127.0.0.1:${options.httpPort}`,
    'pg.net.bind.to': `127.0.0.1:${options.pgPort}`,
    // A third port for health and metrics; /ping and the tables' own functions tell more, and nothing else may be opened.
    'http.min.enabled': false,
    'http.health.check.authentication.required': false,
    'line.tcp.enabled': false,
    'line.udp.enabled': false,
    'telemetry.enabled': false,
    'metrics.enabled': true,
    'line.auto.create.new.tables': false,
    'line.auto.create.new.columns': false,
    'http.user': adminUser,
    'http.password': questDbPassword(options.secret, adminUser),
    'pg.user': adminUser,
    'pg.password': questDbPassword(options.secret, adminUser),
    'pg.readonly.user.enabled': true,
    'pg.readonly.user': readUser,
    'pg.readonly.password': questDbPassword(options.secret, readUser),
    'http.worker.count': 2,
    'pg.worker.count': 2,
    'shared.network.worker.count': 1,
    'shared.query.worker.count': 1,
    'shared.write.worker.count': 1,
    'wal.apply.worker.count': 1,
    'mat.view.refresh.worker.count': 1,
    'view.compiler.worker.count': 1,
    'cairo.wal.apply.parallel.sql.enabled': false,
    'cairo.o3.partition.split.min.size': '4M',
    'cairo.o3.column.memory.size': '1M',
    'http.recv.buffer.size': '4m',
    'query.timeout': '10s',
  };
  for (const pool of pools) {
    settings[`${pool}.yield.threshold`] = 5;
    settings[`${pool}.nap.threshold`] = 20;
    settings[`${pool}.sleep.threshold`] = 100;
  }
  return Object.entries({ ...settings, ...options.settings })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** log.conf: at INFO the log is 2 MB a minute and a fifth of a core at seven commits a second. */
export const logSettings = 'writers=stdout\nw.stdout.class=io.questdb.log.LogConsoleWriter\nw.stdout.level=ERROR,CRITICAL,ADVISORY\n';
