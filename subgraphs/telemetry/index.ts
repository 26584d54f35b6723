import { QuestDbReader } from '@dcmms/db/questdb/read.ts';
import { Database } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { Operation } from '@dcmms/runtime/operation.ts';
import { OutboxTail } from '@dcmms/runtime/outbox.ts';
import { buildSubgraph } from '@dcmms/runtime/schema.ts';
import { check } from '@dcmms/runtime/serve.ts';
import type { Subgraph } from '@dcmms/runtime/subgraph.ts';
import { subgraphSdl } from '@dcmms/schema/read.ts';
import type { Context } from './context.ts';
import { LiveValues } from './live/live-values.ts';
import { resolvers } from './resolvers.ts';

export { livePassword } from './live/topic.ts';

export interface TelemetrySettings {
  /** Of the login role `dcmms_telemetry`. */
  readonly databaseUrl: string;
  /** A direct connection of the login role `dcmms_relay`, for what happens to alerts. */
  readonly outboxUrl: string;
  readonly questdb: {
    /** PGwire as the user who may only read. */
    readonly pgReadUrl: string;
  };
  /** The bridge's own listener and the password of its live values, `livePassword(secret)`. */
  readonly live: { readonly mqttUrl: string; readonly password: string };
  readonly log: Log;
  /** A given clock in tests. */
  readonly now?: (() => Date) | undefined;
}

export interface Telemetry extends Subgraph {
  readonly database: Database;
  readonly readings: QuestDbReader;
}

/** Tags and their readings, alert rules and alerts, and what gateways sent that nobody could read. */
export function createTelemetry(settings: TelemetrySettings): Telemetry {
  const { databaseUrl, log, now } = settings;
  const database = new Database({ url: databaseUrl, name: 'telemetry', log });
  const readings = new QuestDbReader({ url: settings.questdb.pgReadUrl });
  const outbox = OutboxTail.shared({ url: settings.outboxUrl, log });
  let started: Promise<OutboxTail> | undefined;
  const feed = (): Promise<OutboxTail> => (started ??= outbox.start().then(() => outbox));
  let listening: LiveValues | undefined;
  const live = (): LiveValues => (listening ??= new LiveValues({ ...settings.live, log }));
  return {
    name: 'telemetry',
    schema: buildSubgraph(subgraphSdl('telemetry'), resolvers, ['Quality', 'Resolution']),
    database,
    readings,
    context: (viewer, request): Context => ({
      op: new Operation({ ...request, actor: viewer, database, log, now }),
      readings,
      feed,
      live,
    }),
    ready: async () =>
      Promise.all([
        check('database of telemetry', () => database.ping()),
        check('store of readings', () => readings.ping()),
        ...(started ? [check('events of alerts', () => untroubled(outbox.trouble))] : []),
        ...(listening ? [check('live values', () => untroubled(live().trouble))] : []),
      ]),
    close: async () => {
      await Promise.all([listening?.close(), outbox.close(), readings.close()]);
      await database.close();
    },
  };
}

async function untroubled(trouble: string | undefined): Promise<void> {
  if (trouble !== undefined) throw new Error(trouble);
}
