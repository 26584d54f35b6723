import type { OutboxTail } from '@dcmms/runtime/outbox.ts';
import type { SubgraphContext } from '@dcmms/runtime/subgraph.ts';
import type { MutationResolvers, QueryResolvers, SubscriptionResolvers } from './generated/resolvers.ts';

/** What every resolver of core gets: who asks, through it the only way to rows, and the feed of what has happened. */
export interface Context extends SubgraphContext {
  /** The one tail of the process; follows the outbox from the first call on. */
  readonly feed: () => Promise<OutboxTail>;
}

/** The resolvers of root fields, each by its field's name. */
export type Queries = Required<QueryResolvers>;
export type Mutations = Required<MutationResolvers>;
export type Subscriptions = Required<SubscriptionResolvers>;
