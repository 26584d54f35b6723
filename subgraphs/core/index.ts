import { Database } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { Operation } from '@dcmms/runtime/operation.ts';
import { OutboxTail } from '@dcmms/runtime/outbox.ts';
import { PeriodicJobs } from '@dcmms/runtime/periodic.ts';
import { buildSubgraph } from '@dcmms/runtime/schema.ts';
import { check } from '@dcmms/runtime/serve.ts';
import type { Subgraph } from '@dcmms/runtime/subgraph.ts';
import { subgraphSdl } from '@dcmms/schema/read.ts';
import type { Context } from './context.ts';
import { coreJobs, type JobAddresses } from './jobs/jobs.ts';
import { requirePartitions } from './jobs/partition-headroom.ts';
import { resolvers } from './resolvers.ts';

export interface CoreSettings {
  /** Of the login role `dcmms_core`. */
  readonly databaseUrl: string;
  /** Of the role that reads the outbox of all tenants, on a direct connection. */
  readonly outboxUrl: string;
  /** Without it nothing is done periodically here. */
  readonly jobs?: JobAddresses | undefined;
  readonly log: Log;
  /** A given clock in tests. */
  readonly now?: (() => Date) | undefined;
}

export interface Core extends Subgraph {
  readonly database: Database;
}

/** Sites, assets, people and the work on them. */
export function createCore(settings: CoreSettings): Core {
  const { databaseUrl, outboxUrl, log, now } = settings;
  const database = new Database({ url: databaseUrl, name: 'core', log });
  const periodic = new PeriodicJobs({ jobs: coreJobs(settings.jobs ?? {}), log, now });
  periodic.start();
  let tail: OutboxTail | undefined;
  let started: Promise<OutboxTail> | undefined;
  const feed = () => {
    const follower = (tail ??= OutboxTail.shared({ url: outboxUrl, log }));
    return (started ??= follower.start().then(() => follower));
  };
  return {
    name: 'core',
    schema: buildSubgraph(subgraphSdl('core'), resolvers),
    database,
    context: (viewer, request): Context => ({ op: new Operation({ ...request, actor: viewer, database, log, now }), feed }),
    ready: async () => [
      ...(await Promise.all([
        check('database of core', () => database.ping()),
        check('partitions', () => requirePartitions(database, now?.() ?? new Date())),
      ])),
      ...(tail ? [{ part: 'feed of work orders', ok: tail.trouble === undefined, detail: tail.trouble }] : []),
    ],
    close: async () => {
      await Promise.all([periodic.close(), tail?.close()]);
      await database.close();
    },
  };
}
