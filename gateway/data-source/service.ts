import type { GraphQLDataSource } from '@apollo/gateway';
import type { Check } from '@dcmms/runtime/subgraph.ts';
import type { SubscriptionSource } from '../subscriptions/source.ts';

/**
 * One subgraph as the gateway reaches it: the seam between one process and many. What stands behind it is chosen by
 * configuration alone; planner, executor and hubs see no difference.
 */
export interface Service {
  readonly name: string;
  /** Queries, mutations and entities, for the executor. */
  readonly fetches: GraphQLDataSource;
  /** Events, for the hubs. */
  readonly events: SubscriptionSource;
  ready(): Promise<readonly Check[]>;
  close(): Promise<void>;
}
