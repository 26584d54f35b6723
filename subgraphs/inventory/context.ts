import type { SubgraphContext } from '@dcmms/runtime/subgraph.ts';
import type { MutationResolvers, QueryResolvers } from './generated/resolvers.ts';

/** What every resolver of inventory gets: who asks, and through it the only way to rows. */
export type Context = SubgraphContext;

/** The resolvers of root fields, each by its field's name. */
export type Queries = Required<QueryResolvers>;
export type Mutations = Required<MutationResolvers>;
