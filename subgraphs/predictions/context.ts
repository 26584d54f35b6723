import type { SubgraphContext } from '@dcmms/runtime/subgraph.ts';

/** What every resolver of predictions gets: who asks, and through it the only way to rows. */
export type Context = SubgraphContext;
