import type { QuestDbReader } from '@dcmms/db/questdb/read.ts';
import type { OutboxTail } from '@dcmms/runtime/outbox.ts';
import type { SubgraphContext } from '@dcmms/runtime/subgraph.ts';
import type { MutationResolvers, QueryResolvers, SubscriptionResolvers } from './generated/resolvers.ts';
import type { LiveValues } from './live/live-values.ts';

/** What every resolver of telemetry gets: who asks, through it the only way to rows, and the readings. */
export interface Context extends SubgraphContext {
  readonly readings: QuestDbReader;
  /** The one tail of the process; follows the outbox from the first call on. */
  readonly feed: () => Promise<OutboxTail>;
  /** What the bridge hears just now; listened to from the first call on. */
  readonly live: () => LiveValues;
}

/** The resolvers of root fields, each by its field's name. */
export type Queries = Required<QueryResolvers>;
export type Mutations = Required<MutationResolvers>;
export type Subscriptions = Required<SubscriptionResolvers>;
